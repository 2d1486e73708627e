"""Pages of reports, decisions and copyright notices, and the desks of staff."""
