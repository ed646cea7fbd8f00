"""Support: training with places.

Owns: centres, courses with what they ask, sessions with their places, requests for a place. Of a
person it holds an id, the code under which others know them and their agency. Who somebody is and
what their paper opens is asked of profiles when somebody looks, and kept nowhere here.

Emits `training.completed`. Consumes `erasure.begun`, `erasure.again`.
"""
