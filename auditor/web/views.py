"""What the pages of counties and periods print, made ready from audits and memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from auditor.audit import Audit, Row, UnitEntry
from auditor.county import County
from auditor.lease import lease_time
from auditor.period import Period
from auditor.store import RunMark
from auditor.web.counties import CountyFile
from auditor.web.office import Office
from auditor.web.work import Job
from auditor.workdays import is_working_day
