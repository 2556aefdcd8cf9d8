"""From files to findings: ingest, engines, judge, reports and the command line."""
