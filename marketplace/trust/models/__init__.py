"""Reports about models, the cases they join, copyright notices, and what staff decide."""

from marketplace.trust.models.cases import Appeal, Case, Decision, Report, Strike
from marketplace.trust.models.notices import Notice
from marketplace.trust.models.steps import CaseStep, CounterNotice

__all__ = ["Appeal", "Case", "CaseStep", "CounterNotice", "Decision", "Notice", "Report", "Strike"]
