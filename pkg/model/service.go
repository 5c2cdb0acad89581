package model

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model/expression"
)

// Service says where the spans of services lie: requests with a duration, of which the state of a service is computed. A data source has one such table,
// which holds the spans of all services.
type Service struct {
	Source    Source `json:"source"`
	Time      string `json:"time,omitempty"`
	Service   Part   `json:"service,omitzero"`   // who answered
	Operation Part   `json:"operation,omitzero"` // what was asked for
	Duration  Part   `json:"duration,omitzero"`
	Unit      string `json:"unit,omitempty"` // of Duration: ns | us | ms | s (default)
	Error     Part   `json:"error,omitzero"` // whether the request failed
	// Errors are the values of Error that say so, whatever their case; default DefaultErrors.
	Errors []string `json:"errors,omitempty"`
	// Refused says by DefaultErrors whether the request was refused: a mistake of the caller's, and no failure.
	Refused Part `json:"refused,omitzero"`
	Kind    Part `json:"kind,omitzero"` // which spans are requests; without it all are
	// Kinds are the values of Kind that say so, in lower case, upper case or with a capital; default DefaultKinds.
	Kinds      []string    `json:"kinds,omitempty"`
	Exceptions *Exceptions `json:"exceptions,omitempty"`
	Apdex      float64     `json:"apdex,omitempty"`  // seconds within which users are satisfied; default DefaultApdex
	Window     string      `json:"window,omitempty"` // of alert rules; default 5m
	Lateness   string      `json:"lateness,omitempty"`
	Timezone   string      `json:"timezone,omitempty"`
	Clock      string      `json:"clock,omitempty"`
}

// Exceptions says where what was thrown lies: in columns of the spans, or in a source of its own.
type Exceptions struct {
	Source    *Source `json:"source,omitempty"` // nil: the spans
	Time      string  `json:"time,omitempty"`
	Service   Part    `json:"service,omitzero"`
	Operation Part    `json:"operation,omitzero"`
	Type      Part    `json:"type"`
	Message   Part    `json:"message,omitzero"`
}

// Part is a column, or an expression over columns. In JSON it is the name of the column, or {"expression": …}.
type Part struct{ Column, Expression string }

// IsZero tells whether nothing is named.
func (p Part) IsZero() bool { return p == Part{} }

type partShape struct {
	Column     string `json:"column,omitempty"`
	Expression string `json:"expression,omitempty"`
}

// UnmarshalJSON reads "name", {"column": "name"} and {"expression": "…"}.
func (p *Part) UnmarshalJSON(b []byte) error {
	var name string
	if json.Unmarshal(b, &name) == nil {
		*p = Part{Column: name}
		return nil
	}
	var shape partShape
	if err := json.Unmarshal(b, &shape); err != nil {
		return fmt.Errorf(`a column is its name, or {"expression": "…"}: %w`, err)
	}
	*p = Part(shape)
	return nil
}

// MarshalJSON is the shortest way to write it.
func (p Part) MarshalJSON() ([]byte, error) {
	if p.Expression == "" {
		return json.Marshal(p.Column)
	}
	return json.Marshal(partShape(p))
}

// What spans can be told apart by.
const (
	ServiceDimension   = "service"
	OperationDimension = "operation"
	ExceptionDimension = "exception"
	MessageDimension   = "message"
)

// Names of the other columns of spans, as the model of them has them.
const (
	SpanDuration = "duration"
	SpanError    = "error"
	SpanRefused  = "refused"
	SpanKind     = "kind"
)

// DefaultApdex is the duration in seconds within which a user is satisfied where nobody says otherwise.
const DefaultApdex = 0.5

var (
	// DefaultErrors are how flags and the statuses of OpenTelemetry say that a request failed.
	DefaultErrors = []string{"true", "1", "error", "STATUS_CODE_ERROR"}
	// DefaultKinds are how OpenTelemetry names spans that answer somebody else.
	DefaultKinds = []string{"Server", "Consumer", "SERVER", "CONSUMER", "SPAN_KIND_SERVER", "SPAN_KIND_CONSUMER", "2", "5"}
	// durationUnits are powers of ten to a second.
	durationUnits = map[string]float64{"ns": 1e9, "us": 1e6, "ms": 1e3, "s": 1}
)

// WithDefaults fills in what the layout of the spans' table tells.
func (s *Service) WithDefaults() *Service {
	if s == nil || !ofSpans(s.Source.Layout) {
		return s
	}
	full := *s
	full.Time = cmp.Or(s.Time, "time")
	if s.Duration.IsZero() {
		full.Duration, full.Unit = Part{Column: "span_ns"}, "ns"
	}
	for part, column := range map[*Part]string{&full.Service: "service", &full.Operation: "operation", &full.Error: "failed", &full.Kind: "span_kind"} {
		if part.IsZero() {
			part.Column = column
		}
	}
	if s.Exceptions == nil && s.Source.Layout != SigNozTraces {
		full.Exceptions = &Exceptions{Type: Part{Column: "exception_type"}, Message: Part{Column: "exception_message"}}
	} else if s.Exceptions == nil {
		database, _, _ := strings.Cut(s.Source.Table, ".")
		full.Exceptions = &Exceptions{Source: &Source{Table: database + ".distributed_signoz_error_index_v2"}, Time: "timestamp",
			Service: Part{Column: "serviceName"}, Type: Part{Column: "exceptionType"}, Message: Part{Column: "exceptionMessage"}}
	}
	return &full
}

// PerSecond is how many units of Duration are a second.
func (s *Service) PerSecond() float64 {
	if n, ok := durationUnits[s.Unit]; ok {
		return n
	}
	return 1
}

// Failed tells whether a value of Error says that a request failed.
func (s *Service) Failed(value string) bool {
	values := s.Errors
	if len(values) == 0 {
		values = DefaultErrors
	}
	return says(values, value)
}

// WasRefused tells whether a value of Refused says that a request was refused.
func (s *Service) WasRefused(value string) bool { return says(DefaultErrors, value) }

func says(values []string, value string) bool {
	return slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, value) })
}

// Requests are the values of Kind that say that a span is a request.
func (s *Service) Requests() []string {
	if len(s.Kinds) > 0 {
		return s.Kinds
	}
	return DefaultKinds
}

// Satisfying is the duration in seconds within which a user is satisfied.
func (s *Service) Satisfying() float64 {
	if s.Apdex > 0 {
		return s.Apdex
	}
	return DefaultApdex
}

// Spans is the model of the requests: its features are what spans are told apart by and what is counted of them.
func (s *Service) Spans() *Model {
	m := s.log(s.Source, s.Time)
	m.add(ServiceDimension, s.Service)
	m.add(OperationDimension, s.Operation)
	m.add(SpanKind, s.Kind)
	m.add(SpanDuration, s.Duration)
	m.add(SpanError, s.Error)
	m.add(SpanRefused, s.Refused)
	return m
}

// Thrown is the model of the exceptions; nil where they are not known.
func (s *Service) Thrown() *Model {
	e := s.Exceptions
	if e == nil {
		return nil
	}
	source, time, service, operation := s.Source, s.Time, s.Service, s.Operation
	if e.Source != nil {
		source, service, operation = *e.Source, e.Service, e.Operation
	}
	if e.Time != "" {
		time = e.Time
	}
	m := s.log(source, time)
	m.add(ServiceDimension, service)
	m.add(OperationDimension, operation)
	m.add(ExceptionDimension, e.Type)
	m.add(MessageDimension, e.Message)
	return m
}

func (s *Service) log(source Source, time string) *Model {
	return &Model{Name: "service", Source: source, Time: time, Window: s.Window, Lateness: s.Lateness, Timezone: s.Timezone, Clock: s.Clock}
}

func (m *Model) add(name string, p Part) {
	if !p.IsZero() {
		m.Features = append(m.Features, Feature{Name: name, Column: p.Column, Expression: p.Expression})
	}
}

// Has tells whether the model has a feature of that name.
func (m *Model) Has(name string) bool {
	return slices.ContainsFunc(m.Features, func(f Feature) bool { return f.Name == name })
}

// service checks where spans lie.
func (c *checker) service(field string, s *Service) {
	if s == nil {
		return
	}
	c.source(field+".source", s.Source)
	if s.Time == "" {
		c.add(field+".time", "is missing: name the column of the time at which a request began")
	}
	if s.Duration.IsZero() {
		c.add(field+".duration", "is missing: name the column that holds how long a request took")
	}
	if s.Unit != "" {
		c.oneOf(field+".unit", s.Unit, slices.Sorted(maps.Keys(durationUnits)))
	}
	if s.Apdex < 0 {
		c.add(field+".apdex", "is the time in seconds within which users are satisfied, and more than 0")
	}
	c.times(field, s.log(s.Source, s.Time))
	parts := map[string]Part{"service": s.Service, "operation": s.Operation, "duration": s.Duration, "error": s.Error, "refused": s.Refused, "kind": s.Kind}
	if e := s.Exceptions; e != nil {
		if e.Type.IsZero() {
			c.add(field+".exceptions.type", "is missing: name the column that holds the exception's type")
		}
		if e.Source != nil {
			c.source(field+".exceptions.source", *e.Source)
		}
		parts["exceptions.service"], parts["exceptions.operation"], parts["exceptions.type"], parts["exceptions.message"] = e.Service, e.Operation, e.Type, e.Message
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		switch p := parts[name]; {
		case p.Expression == "":
		case p.Column != "":
			c.add(field+"."+name, "has both a column and an expression; keep one")
		default:
			if _, err := expression.Parse(p.Expression); err != nil {
				c.add(field+"."+name+".expression", "%v", err)
			}
		}
	}
}
