$kafka_acls --add --allow-principal User:amuddu-kafka-employers --operation Read --operation Describe --topic profiles.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-employers --operation Write --operation Describe --topic employers.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-employers --operation Write --operation Describe --topic employers.vacancies
$kafka_acls --add --allow-principal User:amuddu-kafka-employers --operation Write --operation Describe --topic employers.hires
$kafka_acls --add --allow-principal User:amuddu-kafka-employers --operation Write --operation Describe --topic employers.claims
$kafka_acls --add --allow-principal User:amuddu-kafka-employers --operation Write --operation Describe --topic employers.schemes
$kafka_acls --add --allow-principal User:amuddu-kafka-employers --operation Write --operation Describe --topic employers.rules
$kafka_acls --add --allow-principal User:amuddu-kafka-employers --operation Read --operation Describe --topic matching.hires
$kafka_acls --add --allow-principal User:amuddu-kafka-employers --operation Write --operation Describe --topic employers.retention
$kafka_acls --add --allow-principal User:amuddu-kafka-employers --operation Write --operation Describe --topic employers.dead-letters
$kafka_acls --add --allow-principal User:amuddu-kafka-employers --operation Read --group amuddu-employers
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Read --operation Describe --topic profiles.profiles
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Read --operation Describe --topic profiles.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Write --operation Describe --topic matching.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Read --operation Describe --topic employers.vacancies
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Read --operation Describe --topic employers.hires
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Write --operation Describe --topic matching.candidates
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Write --operation Describe --topic matching.hires
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Write --operation Read --operation Describe --topic matching.candidacies
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Write --operation Read --operation Describe --topic matching.interests
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Write --operation Describe --topic matching.searches
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Read --operation Describe --topic notifications.deliveries
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Read --operation Describe --topic notifications.answers
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Write --operation Describe --topic matching.retention
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Write --operation Describe --topic matching.dead-letters
$kafka_acls --add --allow-principal User:amuddu-kafka-matching --operation Read --group amuddu-matching
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Read --operation Describe --topic profiles.profiles
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Read --operation Describe --topic profiles.notices
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Read --operation Describe --topic profiles.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Write --operation Describe --topic notifications.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Read --operation Describe --topic employers.vacancies
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Read --operation Describe --topic employers.hires
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Read --operation Describe --topic employers.claims
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Read --operation Describe --topic matching.candidates
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Read --operation Describe --topic matching.hires
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Read --operation Describe --topic matching.searches
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Write --operation Describe --topic notifications.deliveries
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Write --operation Describe --topic notifications.answers
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Read --operation Describe --topic support.trainings
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Write --operation Describe --topic notifications.retention
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Write --operation Describe --topic notifications.dead-letters
$kafka_acls --add --allow-principal User:amuddu-kafka-notifications --operation Read --group amuddu-notifications
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Write --operation Describe --topic profiles.profiles
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Write --operation Describe --topic profiles.notices
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Write --operation Describe --topic profiles.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic employers.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic matching.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic notifications.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic support.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic employers.vacancies
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic employers.schemes
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic employers.rules
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic matching.candidates
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic matching.hires
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic notifications.answers
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic support.trainings
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic employers.retention
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic matching.retention
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic notifications.retention
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --operation Describe --topic support.retention
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Write --operation Describe --topic profiles.dead-letters
$kafka_acls --add --allow-principal User:amuddu-kafka-profiles --operation Read --group amuddu-profiles
$kafka_acls --add --allow-principal User:amuddu-kafka-support --operation Read --operation Describe --topic profiles.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-support --operation Write --operation Describe --topic support.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-support --operation Write --operation Describe --topic support.trainings
$kafka_acls --add --allow-principal User:amuddu-kafka-support --operation Write --operation Describe --topic support.retention
$kafka_acls --add --allow-principal User:amuddu-kafka-support --operation Write --operation Describe --topic support.dead-letters
$kafka_acls --add --allow-principal User:amuddu-kafka-support --operation Read --group amuddu-support
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic profiles.profiles
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic profiles.notices
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic profiles.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic employers.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic matching.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic notifications.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic support.erasures
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic employers.vacancies
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic employers.hires
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic employers.claims
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic employers.schemes
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic employers.rules
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic matching.candidates
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic matching.hires
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic matching.candidacies
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic matching.interests
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic matching.searches
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic notifications.deliveries
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic notifications.answers
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic support.trainings
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic employers.retention
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic matching.retention
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic notifications.retention
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic support.retention
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic employers.dead-letters
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic matching.dead-letters
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic notifications.dead-letters
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic profiles.dead-letters
$kafka_acls --add --allow-principal User:amuddu-kafka-topics --operation Create --operation Describe --operation DescribeConfigs --topic support.dead-letters
