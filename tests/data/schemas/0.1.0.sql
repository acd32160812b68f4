BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'roster','m001_roster','2026-11-22 23:43:19.903179+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'roster','m002_journal','2026-11-22 23:43:19.903602+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'conversations','m001_briefs','2026-11-22 23:43:19.907571+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'conversations','m002_people','2026-11-22 23:43:19.907973+00:00');
CREATE TABLE audiences (
    channel_id INTEGER PRIMARY KEY REFERENCES channels (id) ON DELETE CASCADE,
    age_low INTEGER,
    age_high INTEGER,
    female_share REAL,
    regions TEXT NOT NULL,
    as_of TEXT,
    source TEXT
) STRICT
;
INSERT INTO "audiences" VALUES(2,NULL,NULL,NULL,'["TW"]','2026-11-22','kol.csv');
INSERT INTO "audiences" VALUES(3,NULL,NULL,NULL,'["TW"]','2026-11-22','kol.csv');
CREATE TABLE "briefs" (
   "id" TEXT PRIMARY KEY,
   "chat_id" INTEGER NOT NULL,
   "thread_id" INTEGER NOT NULL,
   "user_id" INTEGER NOT NULL,
   "language" TEXT NOT NULL,
   "brief" TEXT NOT NULL,
   "view" TEXT NOT NULL,
   "message_id" INTEGER,
   "created_at" TEXT NOT NULL,
   "updated_at" TEXT NOT NULL
) STRICT;
INSERT INTO "briefs" VALUES('b1',-100123,5,700001,'zh-TW','{"product":"手工皂","category":null,"unit_price":null,"price_tier":null,"budget":null,"goal":null,"platforms":[],"excluded_platforms":[],"audience":{"age_low":null,"age_high":null,"gender":null,"regions":[],"languages":[]},"followers":null,"creators":null,"style":null,"exclusions":[],"new_product":null}','{"asked":null}',42,'2026-11-22T23:43:19.967099+00:00','2026-11-22T23:43:19.967099+00:00');
CREATE TABLE channels (
    id INTEGER PRIMARY KEY,
    creator_id TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT NOT NULL UNIQUE,
    platform TEXT NOT NULL,
    handle TEXT NOT NULL,
    url TEXT,
    category TEXT,
    content TEXT,
    language TEXT,
    last_post TEXT,
    past_collaborations TEXT NOT NULL
) STRICT;
INSERT INTO "channels" VALUES(2,'youtube:tent',0,'youtube:tent','youtube','tent',NULL,NULL,NULL,NULL,NULL,'[]');
INSERT INTO "channels" VALUES(3,'instagram:amei',0,'instagram:amei','instagram','amei',NULL,NULL,NULL,NULL,NULL,'[]');
CREATE TABLE creators (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    region TEXT,
    contact TEXT,
    notes TEXT,
    demo INTEGER NOT NULL CHECK (demo IN (0, 1))
) STRICT;
INSERT INTO "creators" VALUES('instagram:amei','阿美',NULL,'amei@example.com','遲交過一次',0);
INSERT INTO "creators" VALUES('youtube:tent','露營阿德',NULL,'0912-345-678',NULL,0);
CREATE TABLE fees (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    format TEXT NOT NULL,
    low_minor INTEGER NOT NULL CHECK (low_minor >= 0),
    high_minor INTEGER NOT NULL CHECK (high_minor >= low_minor),
    currency TEXT NOT NULL,
    basis TEXT NOT NULL,
    as_of TEXT,
    source TEXT,
    PRIMARY KEY (channel_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "fees" VALUES(2,0,'reel',3000000,3000000,'TWD','rate_card','2026-11-22','kol.csv');
INSERT INTO "fees" VALUES(3,0,'reel',800000,800000,'TWD','rate_card','2026-11-22','kol.csv');
CREATE TABLE figures (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    metric TEXT NOT NULL,
    value REAL NOT NULL CHECK (value >= 0),
    as_of TEXT,
    source TEXT,
    PRIMARY KEY (channel_id, metric)
) STRICT, WITHOUT ROWID;
INSERT INTO "figures" VALUES(2,'followers',53000.0,'2026-11-22','kol.csv');
INSERT INTO "figures" VALUES(3,'followers',13000.0,'2026-11-22','kol.csv');
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    what TEXT NOT NULL
) STRICT;
INSERT INTO "journal" VALUES(1,'2026-11-22T23:43:19+00:00','kol.csv');
INSERT INTO "journal" VALUES(2,'2026-11-22T23:43:19+00:00','kol.csv');
CREATE TABLE journal_creators (
    entry_id INTEGER NOT NULL REFERENCES journal (id) ON DELETE CASCADE,
    creator_id TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (entry_id, creator_id)
) STRICT, WITHOUT ROWID
;
INSERT INTO "journal_creators" VALUES(1,'instagram:amei',NULL,'58b20d1cb8c6960798a7678d');
INSERT INTO "journal_creators" VALUES(1,'youtube:tent',NULL,'dbce305a07effaa43dca7761');
INSERT INTO "journal_creators" VALUES(2,'instagram:amei','{"id":"instagram:amei","name":"阿美","region":null,"contact":"amei@example.com","notes":"遲交過一次","demo":false,"channels":[{"platform":"instagram","handle":"amei","url":null,"category":null,"content":null,"language":null,"followers":{"value":12000.0,"as_of":"2026-11-22","source":"kol.csv"},"avg_views":null,"engagement":null,"posts_per_month":null,"last_post":null,"audience":{"age_low":null,"age_high":null,"female_share":null,"regions":["TW"],"as_of":"2026-11-22","source":"kol.csv"},"fees":[{"format":"reel","price":{"low":8000.0,"high":8000.0,"currency":"TWD","basis":"rate_card","as_of":"2026-11-22","source":"kol.csv"}}],"past_collaborations":[]}]}','c6319b35e5798e392cc24cbf');
CREATE TABLE "people" (
   "user_id" INTEGER PRIMARY KEY,
   "language" TEXT NOT NULL
) STRICT;
INSERT INTO "people" VALUES(700001,'en');
CREATE TABLE roster_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO "roster_state" VALUES(1,2);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX channels_creator ON channels (creator_id);
CREATE INDEX "idx_briefs_chat_id_thread_id_user_id_created_at"
    ON "briefs" ("chat_id", "thread_id", "user_id", "created_at");
COMMIT;
