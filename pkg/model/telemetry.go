package model

import (
	"slices"
	"strings"
)

// envelope are the columns that a layout of telemetry has of its own: they tell of the request, not of what the model saw.
var envelope = []string{"trace_id", "span_id", "log_id", "service", "operation", "span_kind", "span_ns", "failed", "service_version", "environment", "model",
	"exception_type", "exception_message", "error_type"}

// ofInstruments are the namespaces of attributes that instruments add by themselves: a line of code or a client's port drifts, and no model has seen it.
var ofInstruments = []string{"client", "cloud", "code", "container", "db", "error", "event", "exception", "faas", "host", "http", "k8s", "log", "messaging", "net", "network",
	"os", "otel", "peer", "process", "rpc", "server", "service", "span", "telemetry", "thread", "tls", "url", "user_agent"}

func ofInstrument(name string) bool {
	namespace, _, parted := strings.Cut(name, ".")
	return parted && slices.Contains(ofInstruments, namespace)
}

// OfTelemetry leaves out of a guess what tells of the request alone, and makes segments of where it was answered.
func (m *Model) OfTelemetry(columns []Observed) {
	m.Features = slices.DeleteFunc(m.Features, func(f Feature) bool { return slices.Contains(envelope, f.Name) || ofInstrument(f.Name) })
	for _, c := range columns {
		if where := c.Name == "service_version" || c.Name == "environment"; where && c.Distinct > 1 {
			m.Segments = append(m.Segments, c.Name)
		}
	}
}

// ofScrapes are the labels that Prometheus and Kubernetes add by themselves.
var ofScrapes = []string{"instance", "job", "pod", "container", "endpoint", "node", "namespace", "service", "prometheus"}

// OfMetrics makes segments of labels in a guess, and of nothing else: they tell who counted, where a new instance is no drift, and metrics know no rows that
// could be told apart by a feature.
func (m *Model) OfMetrics(labels []string) {
	m.Features = slices.DeleteFunc(m.Features, func(f Feature) bool { return slices.Contains(labels, f.Name) })
	m.Segments = slices.DeleteFunc(m.Segments, func(name string) bool { return !slices.Contains(labels, name) })
	for _, name := range labels {
		if !slices.Contains(ofScrapes, name) && !slices.Contains(m.Segments, name) {
			m.Segments = append(m.Segments, name)
		}
	}
}

// ofFiles tells whether a layout is of files, ofSpans whether it is of spans.
func ofFiles(layout string) bool { return layout == OTLPLogs || layout == OTLPTraces }
func ofSpans(layout string) bool {
	return slices.Contains([]string{OTelTraces, SigNozTraces, OTLPTraces}, layout)
}

// LayoutOf is the layout of files whose columns are those of OTLP's requests, "" for others.
func LayoutOf(columns []string) string {
	switch {
	case slices.Contains(columns, "resourceLogs"):
		return OTLPLogs
	case slices.Contains(columns, "resourceSpans"):
		return OTLPTraces
	}
	return ""
}

// DefaultEvent is the name of the event that predictions are logged as.
const DefaultEvent = "ml.prediction"

// EventName is the name of the events that are a log.
func (s *Source) EventName() string {
	if s.Event == "" {
		return DefaultEvent
	}
	return s.Event
}

// known are attributes with names of their own in a log; features lose their prefix, and all others keep their names.
var known = map[string]string{
	"ml.model.name": "model", "ml.model.version": "model_version", "ml.prediction.id": "prediction_id", "ml.prediction.class": "prediction",
	"ml.prediction.value": "prediction_value", "ml.prediction.score": "prediction_score", "ml.duration_ms": "duration_ms", "ml.label.class": "label",
	"ml.label.value": "label_value", "error.type": "error_type",
}

// ColumnOfAttribute is what an attribute of telemetry is called in a log.
func ColumnOfAttribute(key string) string {
	if name, ok := known[key]; ok {
		return name
	}
	if name, ok := strings.CutPrefix(key, "ml.feature."); ok && name != "" {
		return name
	}
	return key
}

// HasNameOfItsOwn tells whether an attribute has one in a log.
func HasNameOfItsOwn(key string) bool { return known[key] != "" }

// IsNameOfSomething tells whether an attribute names something, also where it looks like a number.
func IsNameOfSomething(key string) bool {
	return slices.Contains([]string{"ml.model.name", "ml.model.version", "ml.prediction.id", "ml.prediction.class", "ml.label.class", "error.type"}, key)
}

// SaysTheEvent tells whether an attribute is the event's name: it says the same of all rows of a log.
func SaysTheEvent(key string) bool { return key == "event.name" || key == "otel.event.name" }
