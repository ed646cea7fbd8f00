-- Run once, by the server's first start: one database and one owner a service, and nobody connects
-- to another's. The owners share the server's password here; give each its own where it matters.
\getenv password POSTGRES_PASSWORD

CREATE ROLE profiles LOGIN PASSWORD :'password';
CREATE DATABASE profiles OWNER profiles;
REVOKE CONNECT ON DATABASE profiles FROM PUBLIC;

-- People's wrapped keys. Back them up apart, and briefly: see docs/operations.md.
CREATE ROLE keys LOGIN PASSWORD :'password';
CREATE DATABASE keys OWNER keys;
REVOKE CONNECT ON DATABASE keys FROM PUBLIC;

CREATE ROLE employers LOGIN PASSWORD :'password';
CREATE DATABASE employers OWNER employers;
REVOKE CONNECT ON DATABASE employers FROM PUBLIC;

CREATE ROLE matching LOGIN PASSWORD :'password';
CREATE DATABASE matching OWNER matching;
REVOKE CONNECT ON DATABASE matching FROM PUBLIC;

CREATE ROLE notifications LOGIN PASSWORD :'password';
CREATE DATABASE notifications OWNER notifications;
REVOKE CONNECT ON DATABASE notifications FROM PUBLIC;

CREATE ROLE support LOGIN PASSWORD :'password';
CREATE DATABASE support OWNER support;
REVOKE CONNECT ON DATABASE support FROM PUBLIC;

-- Whom the services are here may read the audit and add to it. What it may do is all it can:
-- tables belong to `audit`, who migrates, and nobody else changes or takes away a row.
CREATE ROLE audit LOGIN PASSWORD :'password';
CREATE DATABASE audit OWNER audit;
REVOKE CONNECT ON DATABASE audit FROM PUBLIC;
CREATE ROLE audit_writer LOGIN PASSWORD :'password';
GRANT CONNECT ON DATABASE audit TO audit_writer;
\connect audit
ALTER DEFAULT PRIVILEGES FOR ROLE audit GRANT SELECT, INSERT ON TABLES TO audit_writer;
\connect postgres

CREATE ROLE gateway LOGIN PASSWORD :'password';
CREATE DATABASE gateway OWNER gateway;
REVOKE CONNECT ON DATABASE gateway FROM PUBLIC;
