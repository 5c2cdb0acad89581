// Package analysis answers queries: from the question it plans windows and references, decides how each column is counted, asks the store (or the
// cache) for counts, has them judged, and returns results as plain data. It knows models, windows, stores, counting and drift. It does not know
// Grafana: package plugin turns its results into frames.
package analysis

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/telemetry"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Analysis answers queries about the models of one data source. It is safe for concurrent use.
type Analysis struct {
	store   store.Store
	models  []model.Model
	cache   *cache.Cache
	options Options
}

// Options of an Analysis; zero values mean the defaults given.
type Options struct {
	StoreID string           // names the store in cache keys: which engine at which place. Caches may be shared by data sources only if it is unique
	Methods []string         // ids of the methods that a query may name; all that package drift has
	Now     func() time.Time // time.Now
	Threads int              // for judging; GOMAXPROCS
	Service *model.Service   // where the spans of services lie; nil where nobody says
}

// New makes an Analysis. Nothing is asked of the store yet.
func New(st store.Store, models []model.Model, c *cache.Cache, o Options) *Analysis {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Threads <= 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	if len(o.Methods) == 0 {
		for _, m := range drift.Methods() {
			o.Methods = append(o.Methods, m.ID)
		}
	}
	return &Analysis{store: st, models: models, cache: c, options: o}
}

// ModelNames lists the models in the order of the settings.
func (a *Analysis) ModelNames() []string {
	names := make([]string, len(a.models))
	for i := range a.models {
		names[i] = a.models[i].Name
	}
	return names
}

// Request is a query with what Grafana knows about it.
type Request struct {
	Query *query.Query
	Range window.Interval // of the dashboard or the rule
	Alert bool            // asked by an alert rule: what is asked may not depend on the length of the range
	Role  string          // of the caller in their organisation: Viewer, Editor, Admin; "" is treated as Viewer
}

// Stats says what an answer cost.
type Stats struct {
	SQL         []string
	RowsScanned float64
	Seconds     float64 // spent in the store
	Hits        int     // answers that were in the cache
	Misses      int     // answers that had to be computed
}

// Notice is a remark on an answer. Detail may hold paths and SQL, so viewers get Text alone.
type Notice struct {
	Text   string
	Detail string // for those who may see paths; others are told that there is one
	Severe bool   // part of what was asked is missing
}

// StoreError is a question that the store could not answer. Its Err may hold paths and SQL, so viewers get Doing alone.
type StoreError struct {
	Doing string
	Err   error
}

func (e *StoreError) Error() string { return e.Doing + ": " + e.Err.Error() }
func (e *StoreError) Unwrap() error { return e.Err }

// run is one request being answered.
type run struct {
	*Analysis
	request Request
	query   *query.Query
	model   *model.Model
	zone    *time.Location
	home    *time.Location // the model's own zone: where its days begin
	written *time.Location // the zone of times that the log writes without one
	clock   window.Clock
	own     window.Spec // the model's default window
	back    int         // windows before the newest that are looked at for the beginning of an episode

	mu       sync.Mutex
	versions map[string]store.Version
	seen     map[string]*slice
	bases    map[string]*base    // by entry of the model's list
	keyed    map[string][]keying // by base

	verdicts    []string // keys by which verdicts were looked for
	newVerdicts bool     // some were not there

	manyNames map[string]bool // columns that this run has found to have too many categories
	stats     Stats
	notices   []Notice
}

// longestRange bounds the range of a question: a log is cut day by day where windows are of rows.
const longestRange = 200 * 366 * window.Day

// start begins to answer a query about a model, which it is checked against.
func (a *Analysis) start(request Request) (*run, error) {
	q := request.Query
	m, err := query.FindModel(q.Model, a.models)
	if err != nil {
		return nil, err
	}
	if err := q.Check(m, a.options.Methods); err != nil {
		return nil, err
	}
	return a.begin(request, m)
}

// begin settles zone, clock and default window of a query that fits its model.
func (a *Analysis) begin(request Request, m *model.Model) (*run, error) {
	q := request.Query
	var err error
	r := &run{Analysis: a, request: request, query: q, model: m, clock: window.Clock{Now: a.options.Now()},
		versions: map[string]store.Version{}, seen: map[string]*slice{}, bases: map[string]*base{}, keyed: map[string][]keying{}, manyNames: map[string]bool{}}
	// Intervals are keys of maps, so all instants are in UTC and without a monotonic reading.
	r.clock.Now = r.clock.Now.UTC().Round(0)
	r.request.Range = window.Interval{From: request.Range.From.UTC().Round(0), To: request.Range.To.UTC().Round(0)}
	if r.request.Range.Length() > longestRange {
		return nil, fmt.Errorf("the time range, from %s to %s, is longer than two hundred years; choose a shorter one",
			r.request.Range.From.Format(time.DateOnly), r.request.Range.To.Format(time.DateOnly))
	}
	if from, to := r.request.Range.From.Year(), r.request.Range.To.Year(); from < 1 || to > 9999 {
		return nil, fmt.Errorf("the time range, in the years %d to %d, lies beyond what calendars have names for; choose another one", from, to)
	}
	if r.home, err = time.LoadLocation(m.Timezone); err != nil {
		return nil, fmt.Errorf("model %q: timezone %q is not an IANA time zone such as Europe/Copenhagen", m.Name, m.Timezone)
	}
	if r.written, err = time.LoadLocation(m.Clock); err != nil {
		return nil, fmt.Errorf("model %q: clock %q is not an IANA time zone such as Europe/Copenhagen", m.Name, m.Clock)
	}
	r.zone = r.home
	if q.Timezone != "model" {
		if r.zone, err = time.LoadLocation(q.Timezone); err != nil {
			return nil, &query.FieldError{Field: "timezone", Text: fmt.Sprintf("%q is not a time zone", q.Timezone)}
		}
	}
	if m.Lateness != "" {
		if r.clock.Lateness, err = window.ParseDuration(m.Lateness); err != nil {
			return nil, fmt.Errorf("model %q: lateness: %w", m.Name, err)
		}
	}
	r.own = window.Fixed(window.Day)
	if m.Window != "" {
		if r.own, err = window.ParseSpec(m.Window); err != nil {
			return nil, fmt.Errorf("model %q: window: %w", m.Name, err)
		}
	}
	for _, text := range q.Notices {
		r.notice(Notice{Text: text})
	}
	if len(q.Columns) > 0 && q.Type != query.Drift && q.Type != query.Explain && q.Type != query.Rows && q.Type != query.Service {
		r.notice(Notice{Text: fmt.Sprintf("columns means nothing to a query of %s: it is for tables of drift, explain, rows and service.", q.Type)})
	}
	if named, err := drift.Lookup(q.Method); err == nil && q.Binning != nil && !named.Bins {
		r.notice(Notice{Text: fmt.Sprintf("%s does not cut numbers into bins: the binning means nothing to it.", named.Name)})
	}
	return r, nil
}

func (r *run) notice(n Notice) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, known := range r.notices {
		if known == n {
			return
		}
	}
	r.notices = append(r.notices, n)
}

func (r *run) spent(s store.Stats) {
	r.mu.Lock()
	if s.SQL != "" {
		r.stats.SQL = append(r.stats.SQL, s.SQL)
	}
	r.stats.RowsScanned += s.RowsScanned
	r.stats.Seconds += s.Seconds
	r.mu.Unlock()
	for _, text := range s.Notices {
		r.notice(Notice{Text: "Some of the log is left out.", Detail: text, Severe: true})
	}
}

// used counts what the cache had and what it had not.
func (r *run) used(ctx context.Context, found []bool) {
	hits := 0
	for _, hit := range found {
		if hit {
			hits++
		}
	}
	telemetry.Cached(ctx, hits, len(found)-hits)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stats.Hits += hits
	r.stats.Misses += len(found) - hits
}

// digest names a value by its JSON: for cache keys.
func digest(parts ...any) string {
	hash := sha256.New()
	encoder := json.NewEncoder(hash)
	for _, part := range parts {
		if err := encoder.Encode(part); err != nil {
			panic(fmt.Sprintf("analysis: %T cannot be part of a cache key: %v", part, err))
		}
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// SegmentKey joins the values of a segment to one text that no other segment has.
func SegmentKey(segment []string) string {
	if len(segment) == 1 {
		return segment[0]
	}
	return strings.Join(segment, "\x1f")
}
