-- What somebody follows: it goes along when two records turn out to be one person, and has its card once they can be reached.
CREATE INDEX watchers_person ON watchers (person_id);
