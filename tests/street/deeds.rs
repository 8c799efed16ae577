//! What people do in a town, and what happens to its disks.

use gatehouse_app::street::office::Erasure;
use gatehouse_domain::{ids::FaceId, policy::Lift};
use gatehouse_store::log::{self, Log, outside::Ledger};

use super::{Actor, Channel, PersonId, PhotoId, Said, StreetError, Town, fs};

impl Town {
    /// A disk is no longer connected: an empty folder is where it was.
    pub fn unplug(&self, name: &str) {
        let at = self.folder.path().join(name);
        fs::rename(&at, self.folder.path().join(format!("{name}-away"))).unwrap();
        fs::create_dir(at).unwrap();
    }

    /// It is connected again; nobody wrote where it was.
    pub fn plug_in(&self, name: &str) {
        let at = self.folder.path().join(name);
        fs::remove_dir(&at).expect("nothing was written there");
        fs::rename(self.folder.path().join(format!("{name}-away")), at).unwrap();
    }

    /// The ledger's disk is not connected, and an empty one is opened there.
    pub fn begin_another_ledger(&self) {
        self.unplug("ledger");
        Ledger::open(self.folder.path().join("ledger")).unwrap();
    }

    pub async fn arrive(&self) -> Result<(), StreetError> {
        Box::pin(self.house.arrive()).await
    }

    /// Jobs that a person must look at.
    pub async fn stuck(&self) -> usize {
        let waiting = self.house.waiting(self.school).await.unwrap();
        waiting.stuck.len()
    }

    /// Whether there is a key of it.
    pub fn has_key(&self, subject: uuid::Uuid) -> bool {
        let mut folders = vec![self.folder.path().join("keys/subjects")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else if entry.file_name().to_string_lossy() == subject.to_string() {
                    return true;
                }
            }
        }
        false
    }

    pub fn first_pupil(&self) -> PersonId {
        self.pupils[0]
    }

    /// Whether the register knows somebody.
    pub async fn knows(&self, person: PersonId) -> bool {
        let register = self.house.now_register(self.school).await.unwrap();
        register.key(person).is_some()
    }

    /// Somebody erases the first pupil.
    pub async fn erase_by(&self, actor: &Actor) -> Result<(), StreetError> {
        let (person, why) = (self.first_pupil(), Erasure::AskedFor);
        Box::pin(self.house.erase_person(actor, self.school, person, why))
            .await
            .map(drop)
    }

    pub async fn erase(&self) -> Result<(), StreetError> {
        self.erase_by(&self.office).await
    }

    pub fn editor(&self) -> &Actor {
        &self.editor
    }

    /// Who keeps the register.
    pub fn office_desk(&self) -> Actor {
        self.office.clone()
    }

    pub async fn count_by(&self, actor: &Actor, photo: PhotoId, heads: u16) {
        let counted = self.house.count(actor, self.school, photo, heads);
        Box::pin(counted).await.unwrap();
    }

    pub async fn first_face(&self, photo: PhotoId) -> FaceId {
        let seen = self.house.photo(self.school, photo).await.unwrap();
        seen.dossier().faces[0]
    }

    /// Somebody speaks of the first face of a photo.
    pub async fn say_by(&self, actor: &Actor, photo: PhotoId, said: Said<PersonId>) {
        let which = (photo, self.first_face(photo).await);
        let named = self.house.name(actor, self.school, which, said);
        Box::pin(named).await.unwrap();
    }

    pub async fn settle_by(
        &self,
        actor: &Actor,
        photo: PhotoId,
        lift: Lift,
    ) -> Result<(), StreetError> {
        let why = (Channel::Website, lift, "seen".to_owned());
        let settled = self.house.settle_reason(actor, self.school, photo, why);
        Box::pin(settled).await
    }

    /// Verbs and outcomes of the access log, oldest first.
    pub async fn access(&self) -> Vec<(String, String)> {
        let mut tx = self.house.db().read().await.unwrap();
        let lines = log::page(&mut tx, Log::Access, self.school, None, 500).await;
        let lines = lines.unwrap().into_iter().rev();
        lines.map(|line| (line.verb, line.outcome)).collect()
    }
}
