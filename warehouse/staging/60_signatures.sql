-- One row per capture with a signature.
CREATE TABLE staging.signatures AS
SELECT report.capture.capture_id, report.signature
FROM staging.readings
WHERE len(report.signature) > 0;
