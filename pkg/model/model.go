// Package model says what a monitored model is: where its log lies, which column plays which role, what its reference is.
// It is the part of the data source's settings that is not about the store.
package model

import (
	"encoding/json"
	"fmt"
	"time"
)

// Settings is the data source's jsonData.
type Settings struct {
	Store  StoreSettings `json:"store"`
	Models []Model       `json:"models"`
	// Service is where the spans of services lie; nil where nobody says.
	Service *Service `json:"service,omitempty"`
}

// StoreSettings names the engine that holds the logs.
type StoreSettings struct {
	Engine string `json:"engine"`         // duckdb (default) | postgres | clickhouse | trino | loki | prometheus
	Path   string `json:"path,omitempty"` // duckdb: the folder of the files
	// What follows is of servers. Passwords, tokens, certificates and keys are no settings: they are Grafana's secureJsonData.
	URL      string      `json:"url,omitempty"`      // postgres: host:port; others: https://host:port
	Database string      `json:"database,omitempty"` // trino: the catalog
	Schema   string      `json:"schema,omitempty"`   // of tables that are named without one
	User     string      `json:"user,omitempty"`
	Tenant   string      `json:"tenant,omitempty"` // loki, prometheus: of a server that many share
	TLS      TLSSettings `json:"tls,omitzero"`
	Timeout  string      `json:"timeout,omitempty"` // of a statement, as in "30s"; default 1m
	// Session is what is set for each query of Trino, such as its session properties for memory or spilling.
	Session map[string]string `json:"session,omitempty"`
}

// TLSSettings says how a server is spoken to.
type TLSSettings struct {
	Mode       string `json:"mode,omitempty"`       // disable | require | verify-ca | verify-full (default)
	ServerName string `json:"serverName,omitempty"` // that the server's certificate is for; default: the host
}

// LongestTimeout bounds StoreSettings.Timeout.
const LongestTimeout = 10 * time.Minute

// StatementTimeout is Timeout as a duration; 0 where there is none.
func (s *StoreSettings) StatementTimeout() (time.Duration, error) {
	if s.Timeout == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(s.Timeout)
	if err != nil || d < time.Second || d > LongestTimeout {
		return 0, fmt.Errorf("%q is no time between 1s and %v, such as 30s", s.Timeout, LongestTimeout)
	}
	return d, nil
}

// Model is one model in production.
type Model struct {
	Name       string              `json:"name"`
	Source     Source              `json:"source"`
	Time       string              `json:"time,omitempty"`
	ID         string              `json:"id,omitempty"`
	Prediction *Prediction         `json:"prediction,omitempty"`
	Target     *Target             `json:"target,omitempty"`
	Features   []Feature           `json:"features,omitempty"`
	Segments   []string            `json:"segments,omitempty"`
	Window     string              `json:"window,omitempty"`   // default window, "1d"
	Timezone   string              `json:"timezone,omitempty"` // where its days begin; default UTC
	Clock      string              `json:"clock,omitempty"`    // zone of times that are written without one, and of hour() and weekday(); default UTC
	Lateness   string              `json:"lateness,omitempty"` // a window is closed this long after its end; default 0
	Labels     map[string]string   `json:"labels,omitempty"`   // stored value → shown name, for prediction and target
	Reference  References          `json:"reference,omitempty"`
	Version    string              `json:"version,omitempty"` // the segment that names the model's version
	Exclude    []Period            `json:"exclude,omitempty"`
	Thresholds map[string]ByMethod `json:"thresholds,omitempty"` // feature → method → threshold
	Rows       *RowAccess          `json:"rows,omitempty"`
}

// Source is where rows lie: exactly one of File, Table and SQL is set.
type Source struct {
	File  string `json:"file,omitempty"`  // file or glob below the store's path
	Table string `json:"table,omitempty"` // for database stores; loki: a log query, {service_name="digits"} | json; prometheus: a family of metrics, model_feature{model="digits"}
	SQL   string `json:"sql,omitempty"`   // a SELECT; only where the server's operator allows it (allow_sql)
	// Partition is a column by which the files or the table are partitioned, and which holds the day of a row's time.
	Partition string `json:"partition,omitempty"`
	// Layout says that the table holds telemetry, of which only some rows are the log and columns are made of attributes: one of Layouts; empty: columns are
	// as they are. What follows is of layouts alone, and narrows the rows.
	Layout  string `json:"layout,omitempty"`
	Event   string `json:"event,omitempty"`   // logs: the event's name, default ml.prediction; traces: the span's
	Model   string `json:"model,omitempty"`   // the attribute ml.model.name
	Service string `json:"service,omitempty"` // who logged
}

// Layouts of telemetry: in ClickHouse those of OpenTelemetry's exporter and of SigNoz; in files OTLP as JSON.
const (
	OTelLogs     = "otel-logs"
	OTelTraces   = "otel-traces"
	SigNozLogs   = "signoz-logs"
	SigNozTraces = "signoz-traces"
	OTLPLogs     = "otlp-logs"
	OTLPTraces   = "otlp-traces"
)

// Layouts lists them.
var Layouts = []string{OTelLogs, OTelTraces, SigNozLogs, SigNozTraces, OTLPLogs, OTLPTraces}

// Prediction names the columns of what the model answered: a class (Label) or a number (Value).
type Prediction struct {
	Label         string            `json:"label,omitempty"`
	Value         string            `json:"value,omitempty"`
	Score         string            `json:"score,omitempty"`
	Probabilities map[string]string `json:"probabilities,omitempty"` // class → column
}

// Target is the truth: a column of the log, or of another source that is joined by id.
type Target struct {
	Column string  `json:"column"`
	Source *Source `json:"source,omitempty"`
	ID     string  `json:"id,omitempty"`
	Time   string  `json:"time,omitempty"`
}

// Feature kinds. ID and Timestamp drift by construction and are left out unless asked for by name.
const (
	Numeric     = "numeric"
	Categorical = "categorical"
	Boolean     = "boolean"
	Text        = "text"
	Embedding   = "embedding"
	ID          = "id"
	Timestamp   = "timestamp"
)

// Feature is a column, or an expression over columns, that is monitored.
type Feature struct {
	Name       string `json:"name"`
	Column     string `json:"column,omitempty"`     // default: Name
	Expression string `json:"expression,omitempty"` // in Tideline's own small language, instead of Column
	Kind       string `json:"kind,omitempty"`       // default: guessed from the column's type and a sample
	// Importance is how much the feature matters to the model, in any unit of at least 0, such as the model's own feature importances: panels may show
	// features in its order. nil where nobody says.
	Importance *float64 `json:"importance,omitempty"`
	Binning    *Binning `json:"binning,omitempty"` // of a numeric feature, for methods that compare shares; a query's own comes first
}

// Importance is by feature; nil where no feature has one.
func (m *Model) Importance() map[string]float64 {
	var known map[string]float64
	for _, f := range m.Features {
		if f.Importance != nil {
			if known == nil {
				known = map[string]float64{}
			}
			known[f.Name] = *f.Importance
		}
	}
	return known
}

// Period is a stretch of time with a reason.
type Period struct {
	From string `json:"from"`
	To   string `json:"to"`
	Why  string `json:"why,omitempty"`
}

// RowAccess says which organisation roles may see raw predictions. Default: Editor and Admin.
type RowAccess struct {
	Roles []string `json:"roles,omitempty"`
}

// ByMethod holds a feature's thresholds by method id. In JSON a bare number means the threshold of `auto`.
type ByMethod map[string]float64

// UnmarshalJSON accepts {"auto": 0.2, "psi": 0.25} and 0.2.
func (t *ByMethod) UnmarshalJSON(b []byte) error {
	var number float64
	if json.Unmarshal(b, &number) == nil {
		*t = ByMethod{"auto": number}
		return nil
	}
	var byMethod map[string]float64
	if err := json.Unmarshal(b, &byMethod); err != nil {
		return err
	}
	*t = byMethod
	return nil
}
