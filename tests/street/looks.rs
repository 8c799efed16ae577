//! What can be looked at in a town: rows, objects, ledger, website.

use super::{
    Clock, Dice, DutyKind, Found, Location, NewJob, Objects, PhotoId, PictureReason, ReleaseId,
    Stage, Summary, TempDir, Town, duties, enqueue, fs, outlet, photos,
};

impl Town {
    pub async fn state(&self, photo: PhotoId) -> String {
        let mut tx = self.house.db().read().await.unwrap();
        let row = photos::get::<()>(&mut tx, self.school, photo)
            .await
            .unwrap()
            .unwrap();
        let state = serde_json::to_value(row.state).unwrap();
        state["state"].as_str().unwrap().to_owned()
    }

    pub async fn stage(
        &self,
        release: ReleaseId,
    ) -> Stage<gatehouse_domain::ids::AccountId, PictureReason> {
        self.house.stage(self.school, release).await.unwrap()
    }

    /// Whether an object of that name is kept of anything.
    pub async fn kept(&self, name: &str) -> bool {
        self.objects().await.iter().any(|(_, known)| known == name)
    }

    async fn objects(&self) -> Vec<(String, String)> {
        let store = Location::Folder(self.folder.path().join("objects"))
            .open()
            .unwrap();
        let found = Objects::new(store).list_all(self.school).await.unwrap();
        let object = |found| match found {
            Found::Object(object) => {
                Some((object.subject.to_string(), object.name.as_str().to_owned()))
            }
            Found::Strange => None,
        };
        found.into_iter().filter_map(object).collect()
    }

    pub async fn nothing_is_kept_of(&self, photo: PhotoId) -> bool {
        let subject = photo.to_string();
        self.objects()
            .await
            .iter()
            .all(|(whose, _)| *whose != subject)
            && self.house.photo(self.school, photo).await.is_err()
    }

    /// Certificates of destruction in the ledger.
    pub fn certificates(&self) -> usize {
        let file = self.folder.path().join("ledger/destructions.jsonl");
        fs::read_to_string(file).unwrap().lines().count()
    }

    /// Posts that the feed lists; each of them is there.
    pub fn posts(&self) -> usize {
        let feed = fs::read(self.folder.path().join("website/feed.json")).unwrap();
        let feed: serde_json::Value = serde_json::from_slice(&feed).unwrap();
        let items = feed["items"].as_array().unwrap();
        let there = fs::read_dir(self.folder.path().join("website/posts"))
            .unwrap()
            .count();
        assert_eq!(items.len(), there);
        there
    }

    pub fn pictures_out(&self) -> usize {
        let posts = fs::read_dir(self.folder.path().join("website/posts")).unwrap();
        let pictures = |post: fs::DirEntry| fs::read_dir(post.path()).unwrap().count() - 1;
        posts.map(|post| pictures(post.unwrap())).sum()
    }

    pub async fn duties(&self, about: uuid::Uuid) -> Vec<(DutyKind, bool)> {
        let mut tx = self.house.db().read().await.unwrap();
        let rows = duties::about(&mut tx, self.school, about).await.unwrap();
        rows.iter()
            .map(|row| (row.kind, row.met.is_some()))
            .collect()
    }

    pub async fn summary(&self) -> Summary {
        Box::pin(self.house.summary(self.school)).await.unwrap()
    }

    pub async fn overdue(&self) -> i64 {
        self.summary().await.overdue
    }

    pub async fn strays(&self) -> usize {
        let found = self.house.orphans(self.school).await.unwrap();
        found.objects.len() + found.keys.len()
    }

    /// A copy of everything that is out.
    pub fn copy_posts(&self) -> TempDir {
        let copy = tempfile::tempdir().unwrap();
        let posts = self.folder.path().join("website/posts");
        for post in fs::read_dir(posts).unwrap().map(Result::unwrap) {
            let to = copy.path().join(post.file_name());
            fs::create_dir(&to).unwrap();
            for file in fs::read_dir(post.path()).unwrap().map(Result::unwrap) {
                fs::copy(file.path(), to.join(file.file_name())).unwrap();
            }
        }
        copy
    }

    /// What was out is written once more and listed, past the house, as by a
    /// worker that was slow.
    pub fn put_back(&self, copy: &TempDir) {
        let posts = self.folder.path().join("website/posts");
        for post in fs::read_dir(copy.path()).unwrap().map(Result::unwrap) {
            fs::rename(post.path(), posts.join(post.file_name())).unwrap();
        }
        outlet(self.folder.path().join("website")).tidy().unwrap();
    }

    /// The job to publish is there again, as when its worker was killed.
    pub async fn ask_to_publish(&self, release: ReleaseId) {
        let job = NewJob {
            school: self.school,
            kind: "publish",
            about: release.0,
            ready_at: self.clock.now(),
        };
        let mut tx = self.house.db().begin().await.unwrap();
        enqueue(&mut tx, &job, self.clock.now(), &Dice::new(99))
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}
