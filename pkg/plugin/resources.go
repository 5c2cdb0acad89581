package plugin

import (
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/window"
)

// routes are the calls that editors make beside queries. Everybody who may query may list models, methods and the values of segments; what tells of
// files and columns is for administrators. The role is checked here, on the server, whatever the browser thinks.
func (d *Datasource) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /models", d.answering(d.listModels))
	mux.HandleFunc("GET /methods", d.answering(listMethods))
	mux.HandleFunc("GET /values", d.answering(d.listValues))
	mux.HandleFunc("GET /service", d.answering(d.describeService))
	mux.HandleFunc("GET /service-values", d.answering(d.listBusy))
	mux.HandleFunc("GET /diagnostics", d.administering(d.diagnose))
	mux.HandleFunc("GET /folders", d.administering(d.listFolders))
	mux.HandleFunc("POST /files", d.trying(listFilesOf))
	mux.HandleFunc("POST /schema", d.trying(describeSource))
	mux.HandleFunc("POST /guess", d.trying(guessModel))
	mux.HandleFunc("POST /tables", d.trying(listTables))
	mux.HandleFunc("POST /preview", d.trying(previewSource))
	mux.HandleFunc("POST /timeline", d.trying(countByWindow))
	mux.HandleFunc("POST /check", d.trying(checkModel))
	return mux
}

// httpError is an error with the status that it has over HTTP.
type httpError struct {
	status int
	text   string
}

func (e *httpError) Error() string { return e.text }

type handler func(r *http.Request) (any, error)

// answering writes an answer, or an error in the form that Grafana's editors show.
func (d *Datasource) answering(handle handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		answer, err := handle(r)
		if err != nil {
			status, text := explain(err, asks(r).role == "Admin")
			w.WriteHeader(status)
			answer = map[string]string{"message": text}
		}
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			backend.Logger.FromContext(r.Context()).Warn("an answer could not be written", "path", r.URL.Path, "error", err)
		}
	}
}

func (d *Datasource) administering(handle handler) http.HandlerFunc {
	return d.answering(func(r *http.Request) (any, error) {
		if asks(r).role != "Admin" {
			return nil, &httpError{http.StatusForbidden, "only administrators may look behind a data source: at its files, and at what its queries cost"}
		}
		return handle(r)
	})
}

// asks is who sent a call.
func asks(r *http.Request) caller { return caller{role: roleOf(backend.UserFromContext(r.Context()))} }

// explain gives status and words of an error; what a store says is for those who may see paths and statements.
func explain(err error, trusted bool) (int, string) {
	var status *httpError
	var failed *analysis.StoreError
	switch {
	case errors.As(err, &status):
		return status.status, status.text
	case errors.As(err, &failed) && !trusted:
		return http.StatusBadGateway, failed.Doing
	}
	return http.StatusBadRequest, err.Error()
}

// modelInfo is a model as the query editor shows it.
type modelInfo struct {
	Name       string        `json:"name"`
	Features   []featureInfo `json:"features"`
	Segments   []string      `json:"segments"`
	Window     string        `json:"window"`
	Timezone   string        `json:"timezone"`
	Prediction string        `json:"prediction,omitempty"`
	Target     string        `json:"target,omitempty"`
	// Reference is, in words, what the newest windows are compared with; "" where the settings say nothing.
	Reference  string          `json:"reference,omitempty"`
	Timeless   bool            `json:"timeless,omitempty"` // no time column: all rows are one window
	References []referenceInfo `json:"references"`
	Version    string          `json:"version,omitempty"` // the segment that names the model's version
	Excluded   []periodInfo    `json:"excluded"`
}

// referenceInfo is an entry of a model's references, without what only administrators may see. Instants are RFC 3339.
type referenceInfo struct {
	Text    string `json:"text"` // in words
	Since   string `json:"since,omitempty"`
	Version string `json:"version,omitempty"`
	From    string `json:"from,omitempty"`
	To      string `json:"to,omitempty"`
	Why     string `json:"why,omitempty"`
}

// periodInfo is a period that the settings leave out of references.
type periodInfo struct {
	From string `json:"from"`
	To   string `json:"to"`
	Why  string `json:"why,omitempty"`
}

type featureInfo struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
}

func (d *Datasource) listModels(r *http.Request) (any, error) {
	if d.problem != nil {
		return nil, d.problemFor(asks(r))
	}
	all, err := d.analysis.Models(r.Context(), analysis.Request{Query: &query.Query{Type: query.Models}, Role: asks(r).role})
	if err != nil {
		return nil, err
	}
	kinds := map[[2]string]string{}
	for _, m := range all {
		if m.Role == "feature" {
			kinds[[2]string{m.Model, m.Name}] = m.Kind
		}
	}
	infos := make([]modelInfo, 0, len(d.settings.Models))
	for i := range d.settings.Models {
		m := &d.settings.Models[i]
		info := modelInfo{Name: m.Name, Features: []featureInfo{}, Segments: m.Segments, Window: m.Window, Timezone: m.Timezone, Version: m.Version, Timeless: m.Time == ""}
		info.tellReferences(m, d.now())
		if info.Segments == nil {
			info.Segments = []string{}
		}
		if info.Window == "" {
			info.Window = "1d"
		}
		if info.Timezone == "" {
			info.Timezone = "UTC"
		}
		for _, f := range m.Features {
			info.Features = append(info.Features, featureInfo{f.Name, kinds[[2]string{m.Name, f.Name}]})
		}
		if p := m.Prediction; p != nil {
			info.Prediction = p.Label + p.Value
		}
		if m.Target != nil {
			info.Target = m.Target.Column
		}
		infos = append(infos, info)
	}
	return infos, nil
}

// tellReferences tells of a model's references and of what is left out of them.
func (info *modelInfo) tellReferences(m *model.Model, now time.Time) {
	zone := zoneNamed(m.Timezone)
	info.References, info.Excluded = []referenceInfo{}, []periodInfo{}
	for _, r := range m.Reference {
		info.References = append(info.References, referenceInfo{Text: r.InWords(zone), Since: instant(r.Since, zone), Version: string(r.Version),
			From: instant(r.From, zone), To: instant(r.To, zone), Why: r.Why})
	}
	for _, p := range m.Exclude {
		info.Excluded = append(info.Excluded, periodInfo{instant(p.From, zone), instant(p.To, zone), p.Why})
	}
	held, err := m.Reference.Succession("", zone)
	if err != nil || len(held) == 0 {
		return
	}
	info.Reference = m.Reference[held[max(0, held.At(now))].Entry].InWords(zone)
}

// instant is a time of the settings as RFC 3339; what is none is left out.
func instant(text string, zone *time.Location) string {
	t, err := window.ParseTime(text, zone)
	if err != nil {
		return ""
	}
	return t.Format(time.RFC3339)
}

// methodInfo is a method as the query editor shows it. An open end of the range is null, and so is a threshold that there is none of by default or that
// is computed anew for every reference.
type methodInfo struct {
	ID        string      `json:"id"`
	Name      string      `json:"name"`
	Group     string      `json:"group"`
	Summary   string      `json:"summary"`
	Formula   string      `json:"formula"`
	Remark    string      `json:"remark"`
	Kinds     []string    `json:"kinds"`
	Threshold *float64    `json:"threshold"`
	Unit      string      `json:"unit"`
	Range     [2]*float64 `json:"range"`
	Bins      bool        `json:"bins"`  // heeds a query's binning
	Lower     bool        `json:"lower"` // a lower statistic is more drift
}

func listMethods(*http.Request) (any, error) {
	infos := make([]methodInfo, 0, len(drift.Methods()))
	for _, m := range drift.Methods() {
		info := methodInfo{ID: m.ID, Name: m.Name, Group: m.Group, Summary: m.Summary, Formula: m.Formula, Remark: m.Remark, Kinds: m.Kinds, Unit: m.Unit,
			Bins: m.Bins, Lower: m.Lower}
		if !math.IsNaN(m.Threshold) && !m.Relative {
			info.Threshold = &m.Threshold
		}
		for i, end := range m.Range {
			if !math.IsInf(end, 0) {
				info.Range[i] = &end
			}
		}
		infos = append(infos, info)
	}
	return infos, nil
}

func (d *Datasource) listValues(r *http.Request) (any, error) {
	if d.problem != nil {
		return nil, d.problemFor(asks(r))
	}
	asked, err := json.Marshal(map[string]any{
		"queryType": query.Values, "model": r.URL.Query().Get("model"), "features": []string{r.URL.Query().Get("column")},
	})
	if err != nil {
		return nil, err
	}
	q, err := query.Parse(asked)
	if err != nil {
		return nil, err
	}
	found, err := d.analysis.Values(r.Context(), analysis.Request{Query: q, Role: asks(r).role})
	if err != nil {
		return nil, err
	}
	values := make([]string, len(found.Values))
	for i, v := range found.Values {
		values[i] = v.Value
	}
	return values, nil
}
