#!/bin/sh
# The accounts of docker-compose.yml's broker: a password each from KAFKA_<NAME>_PASSWORD, and what
# each may do. Runs in the broker's own network; doing it again changes nothing but passwords.
set -eu
cd "$(dirname "$0")"
broker=127.0.0.1:9094
for name in profiles employers matching notifications support topics; do
    password=$(printenv "KAFKA_$(echo "$name" | tr '[:lower:]' '[:upper:]')_PASSWORD")
    /opt/kafka/bin/kafka-configs.sh --bootstrap-server "$broker" --alter \
        --entity-type users --entity-name "amuddu-kafka-$name" \
        --add-config "SCRAM-SHA-512=[password=$password]"
done
kafka_acls="/opt/kafka/bin/kafka-acls.sh --bootstrap-server $broker"
. ./acls.sh
