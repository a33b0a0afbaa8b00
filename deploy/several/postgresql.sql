-- Once, as the administrator of PostgreSQL: psql -f postgresql.sql
CREATE ROLE engage LOGIN PASSWORD 'DATABASE-PASSWORD';
CREATE DATABASE engage OWNER engage ENCODING 'UTF8' TEMPLATE template0;
