-- The same file is taken once for an event: the mark of its bytes, by a key of
-- the school, as long as the photo lives. Photos from before have none.
ALTER TABLE photo ADD COLUMN mark BLOB;
CREATE UNIQUE INDEX photo_by_mark ON photo (event_id, mark);
