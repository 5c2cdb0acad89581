package model

import "slices"

// envelope are the columns that a layout of telemetry has of its own: they tell of the request, not of what the model saw.
var envelope = []string{"trace_id", "span_id", "log_id", "service", "operation", "span_kind", "span_ns", "failed", "service_version", "environment", "model",
	"exception_type", "exception_message", "error_type"}

// OfTelemetry leaves out of a guess what tells of the request alone, and makes segments of where it was answered.
func (m *Model) OfTelemetry(columns []Observed) {
	m.Features = slices.DeleteFunc(m.Features, func(f Feature) bool { return slices.Contains(envelope, f.Name) })
	for _, c := range columns {
		if where := c.Name == "service_version" || c.Name == "environment"; where && c.Distinct > 1 {
			m.Segments = append(m.Segments, c.Name)
		}
	}
}
