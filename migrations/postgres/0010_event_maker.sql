-- Whose event it is: who made it, or was given it since. Of those from before
-- this step nobody knows; they are for editors and the DSL alone.
ALTER TABLE event ADD COLUMN maker_id UUID REFERENCES account (id);
CREATE INDEX event_by_maker ON event (maker_id);

-- To which events somebody brought photos.
CREATE INDEX photo_of_uploader ON photo (uploader_id, event_id);
