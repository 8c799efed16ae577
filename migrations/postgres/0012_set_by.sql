-- How a password came about, so that its owner sees it, and that nobody who
-- looks after accounts takes one over unseen.

-- Who made the link, in the pages; nobody where it was made on the machine.
ALTER TABLE set_link ADD COLUMN made_by UUID REFERENCES account (id);
-- When the password was last set; unknown where that was before this step.
ALTER TABLE credential ADD COLUMN password_at TIMESTAMPTZ;
-- Whether it was set by a link, and who made that.
ALTER TABLE credential ADD COLUMN by_link BOOLEAN;
ALTER TABLE credential ADD COLUMN link_by UUID REFERENCES account (id);
-- Since when it counts no more: the account was opened again, and waits for a
-- new one. The row stays and says that there was a password.
ALTER TABLE credential ADD COLUMN void_at TIMESTAMPTZ;
