package telemetry

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Slow is how long a query may take before it is remembered by itself.
const Slow = time.Second

// mostSlow bounds the slow queries that are remembered of a data source: the newest.
const mostSlow = 20

// Costs are what queries have cost, since the process began.
type Costs struct {
	Queries int64              `json:"queries"`
	Failed  int64              `json:"failed"`
	Seconds float64            `json:"seconds"` // of all queries together
	Scans   int64              `json:"scans"`
	Rows    float64            `json:"rows"` // that scans have read
	Hits    int64              `json:"hits"`
	Misses  int64              `json:"misses"`
	Phases  map[string]float64 `json:"phases"` // seconds
}

func (c *Costs) add(more Costs) {
	c.Queries += more.Queries
	c.Failed += more.Failed
	c.Seconds += more.Seconds
	c.Scans += more.Scans
	c.Rows += more.Rows
	c.Hits += more.Hits
	c.Misses += more.Misses
	for name, seconds := range more.Phases {
		c.Phases[name] += seconds
	}
}

// ModelCosts are the costs of one model's queries.
type ModelCosts struct {
	Model string `json:"model"`
	Costs
}

// SlowQuery is a query that took longer than Slow.
type SlowQuery struct {
	At    time.Time `json:"at"`
	Model string    `json:"model"`
	Type  string    `json:"queryType"`
	Text  string    `json:"text"`
	Costs
}

// Source is what is known of one data source. It outlives changes of its settings.
type Source struct {
	UID string

	labels []string // of metrics: org, datasource
	mu     sync.Mutex
	models map[string]*Costs
	slow   []SlowQuery // the newest last
}

var sources = struct {
	mu   sync.Mutex
	list map[string]*Source
}{list: map[string]*Source{}}

// SourceOf is the account of a data source.
func SourceOf(org int64, uid string) *Source {
	key := strconv.FormatInt(org, 10) + " " + uid
	sources.mu.Lock()
	defer sources.mu.Unlock()
	s := sources.list[key]
	if s == nil {
		s = &Source{UID: uid, labels: []string{strconv.FormatInt(org, 10), uid}, models: map[string]*Costs{}}
		sources.list[key] = s
	}
	return s
}

func (s *Source) ended(about About, status string, took time.Duration, began time.Time, cost Costs) {
	s.measure(about, status, took, cost)
	s.mu.Lock()
	defer s.mu.Unlock()
	of := s.models[about.Model]
	if of == nil {
		of = &Costs{Phases: map[string]float64{}}
		s.models[about.Model] = of
	}
	of.add(cost)
	if took >= Slow {
		s.slow = append(s.slow, SlowQuery{At: began.UTC(), Model: about.Model, Type: about.Type, Text: about.Text, Costs: cost})
		s.slow = s.slow[max(0, len(s.slow)-mostSlow):]
	}
}

// Models lists what the queries of each model have cost, by name.
func (s *Source) Models() []ModelCosts {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]ModelCosts, 0, len(s.models))
	for name, costs := range s.models {
		copied := Costs{Phases: map[string]float64{}}
		copied.add(*costs)
		list = append(list, ModelCosts{name, copied})
	}
	slices.SortFunc(list, func(a, b ModelCosts) int { return strings.Compare(a.Model, b.Model) })
	return list
}

// SlowQueries lists the last slow queries, the newest first.
func (s *Source) SlowQueries() []SlowQuery {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := append([]SlowQuery{}, s.slow...)
	slices.Reverse(list)
	return list
}
