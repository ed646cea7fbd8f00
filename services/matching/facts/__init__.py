"""What this service knows of people and vacancies: facts and vectors."""
