-- One database a service; nobody reads another's tables.
CREATE DATABASE profiles;
CREATE DATABASE employers;
CREATE DATABASE matching;
CREATE DATABASE notifications;
CREATE DATABASE gateway;
