"""Following the table of retention (`amuddu/retention`): the job, and the terms as of today."""

from amuddu.kit.retention.keeper import Keeper as Keeper
from amuddu.kit.retention.keeper import Sweep as Sweep
from amuddu.kit.retention.keeper import common as common
from amuddu.kit.retention.keeper import expiring as expiring
from amuddu.kit.retention.keeper import in_audit as in_audit
from amuddu.kit.retention.keeper import told as told
from amuddu.kit.retention.terms import before as before
from amuddu.kit.retention.terms import term as term
