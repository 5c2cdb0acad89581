package analysis

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Service is the answer to a service query: how requests, or what was thrown, were in each window.
type Service struct {
	Answer
	Spec       window.Spec
	Windows    []window.Window
	GroupBy    []string
	Segments   [][]string       // the busiest first
	Cells      [][]*ServiceCell // by window and segment; nil without rows
	Satisfying float64          // the threshold of Apdex, in seconds
}

// ServiceCell is one segment in one window. What was not asked for, or cannot be known, is NaN.
type ServiceCell struct {
	Requests     float64 // or exceptions
	Rate         float64 // of them a second
	Errors       float64
	ErrorShare   float64
	Refused      float64
	RefusedShare float64
	Quantiles    []float64 // at DurationPoints, in seconds
	Apdex        float64
	First, Last  time.Time // of exceptions
}

// DurationPoints are the quantiles of durations.
var DurationPoints = []float64{0.5, 0.9, 0.95, 0.99}

const (
	panelStep = time.Minute     // shortest window of a panel where settings name none
	ruleStep  = 5 * time.Minute // window of alert rules where settings name none

	// Durations are told apart between a microsecond and twelve days, as powers of two of a second.
	shortestDuration, longestDuration = -20, 20

	longest = 1e308 // of all durations, in any unit

	mostStatuses = 1_000 // different values of the column that says whether a request failed
)

// Service answers a service query.
func (a *Analysis) Service(ctx context.Context, request Request) (*Service, error) {
	settings := a.options.Service
	m, err := request.Query.ServiceModel(settings)
	if err != nil {
		return nil, err
	}
	q := *request.Query
	q.Window.Spec = serviceSpec(settings, q, request)
	if q.Window.Mode == "auto" {
		q.Window.Mode = "duration"
	}
	request.Query = &q
	r, err := a.begin(request, m)
	if err != nil {
		return nil, err
	}
	spec, windows, lead, err := r.windows(ctx)
	if err != nil {
		return nil, err
	}
	s := &Service{Spec: spec, Windows: windows[min(lead, len(windows)):], GroupBy: q.GroupBy, Satisfying: settings.Satisfying()}
	if q.Threshold != nil {
		s.Satisfying = *q.Threshold
	}
	if len(s.Windows) > 0 {
		if q.OfExceptions() {
			err = r.thrown(ctx, s)
		} else {
			err = r.requests(ctx, s, settings)
		}
	}
	s.Answer = r.answer()
	return s, err
}

// serviceSpec is how time is cut where the query leaves it open: an alert rule by the settings, a panel so that its range is filled.
func serviceSpec(s *model.Service, q query.Query, request Request) window.Spec {
	if q.Window.Mode != "auto" {
		return q.Window.Spec
	}
	own, err := window.ParseSpec(s.Window)
	rule := request.Alert || q.Format == query.Numeric
	switch {
	case s.Window != "" && err == nil && rule:
		return own
	case rule:
		return window.Fixed(ruleStep)
	case s.Window == "" || err != nil:
		own = window.Fixed(panelStep)
	}
	return window.Adapt(own, request.Range, 0)
}

// serviceLog is the rows that a service query is about.
func (r *run) serviceLog(ctx context.Context, described []store.Column, also ...query.Filter) (*relation, error) {
	filters, err := r.typed(append(slices.Clone(r.query.Filters), also...), described)
	if err != nil {
		return nil, err
	}
	return r.log(ctx, filters, false)
}

// requestKinds are the values of the column of kinds that say that a span is a request: of a column of numbers those that are numbers, if any are, of
// others in every case that instruments write them in.
func (r *run) requestKinds(settings *model.Service, described []store.Column) []any {
	column, _, _ := r.lookup(model.SpanKind, described)
	var numbers, texts []any
	add := func(text string) {
		if text != "" && !slices.Contains(texts, any(text)) {
			texts = append(texts, text)
		}
	}
	for _, kind := range settings.Requests() {
		if n, ok := numeric(kind); ok {
			numbers = append(numbers, n)
		}
		add(kind)
		lower, upper := strings.ToLower(kind), strings.ToUpper(kind)
		add(lower)
		add(upper)
		if len(lower) > 0 && lower[0] < utf8.RuneSelf {
			add(strings.ToUpper(lower[:1]) + lower[1:])
		}
	}
	if column.Kind == model.Numeric && column.Expression == "" && len(numbers) > 0 {
		return numbers
	}
	return texts
}

// measure is something that is counted of spans.
type measure struct {
	countable
	take func(cell *ServiceCell, c *counts.Counts)
}

// requests counts the spans of requests.
func (r *run) requests(ctx context.Context, s *Service, settings *model.Service) error {
	described, err := r.describe(ctx, r.model.Source)
	if err != nil {
		return err
	}
	var also []query.Filter
	if !settings.Kind.IsZero() {
		also = append(also, query.Filter{Column: model.SpanKind, Operator: "in", Values: r.requestKinds(settings, described)})
	}
	log, err := r.serviceLog(ctx, described, also...)
	if err != nil {
		return err
	}
	began, err := r.began(ctx)
	if err != nil {
		return err
	}
	measures := r.measures(s, settings, described)
	columns := make([]countable, len(measures))
	for i, m := range measures {
		columns[i] = m.countable
	}
	t, err := r.tally(ctx, log, columns, r.groups(described), steps(s.Windows))
	if err != nil {
		return err
	}
	found := map[string][]string{}
	t.segments(found, s.Windows...)
	if len(s.GroupBy) == 0 { // all requests together are there even when there are none, so that an outage is a rate of 0
		found[SegmentKey(nil)] = []string{}
	}
	keys := r.busiest(s, found, func(w window.Window, key string) float64 { return t.rows(w, key) })
	for _, w := range s.Windows {
		cells := make([]*ServiceCell, len(keys))
		for k, key := range keys {
			rows := t.rows(w, key)
			if rows == 0 && (len(s.GroupBy) > 0 || r.elapsed(w, began) <= 0) {
				continue
			}
			cells[k] = newServiceCell(rows, r.elapsed(w, began))
			for i, m := range measures {
				c, err := t.of(i, w, key)
				if err != nil {
					r.notice(Notice{Text: fmt.Sprintf("The %s of requests could not be counted.", m.column.Name), Detail: err.Error(), Severe: true})
					continue
				}
				if c == nil {
					c = counts.Empty(counts.Int, nil)
				}
				m.take(cells[k], c)
			}
		}
		s.Cells = append(s.Cells, cells)
	}
	return nil
}

// measures are what the query needs to have counted: a panel of error rates has no durations read.
func (r *run) measures(s *Service, settings *model.Service, described []store.Column) []measure {
	wants := func(values ...string) bool {
		return r.query.Format == query.Table || slices.Contains(values, r.query.Value)
	}
	var all []measure
	told := func(name string, says func(value string) bool, take func(cell *ServiceCell, n float64)) {
		column, _, _ := r.lookup(name, described)
		column.Kind = model.Categorical
		all = append(all, measure{countable{column: column, keying: &keying{maxDistinct: mostStatuses}}, func(cell *ServiceCell, c *counts.Counts) {
			rows := 0.0
			for i, n := range c.W {
				if says(c.Name(i)) {
					rows += n
				}
			}
			take(cell, rows)
		}})
	}
	if wants("errors", "error_share") && !settings.Error.IsZero() {
		told(model.SpanError, settings.Failed, func(cell *ServiceCell, n float64) { cell.Errors, cell.ErrorShare = n, n/cell.Requests })
	}
	if wants("refused", "refused_share") && !settings.Refused.IsZero() {
		told(model.SpanRefused, settings.WasRefused, func(cell *ServiceCell, n float64) { cell.Refused, cell.RefusedShare = n, n/cell.Requests })
	}
	perSecond := settings.PerSecond()
	if wants("p50", "p90", "p95", "p99") {
		column, _, _ := r.lookup(model.SpanDuration, described)
		column.Kind = model.Numeric
		shift := int(math.Round(math.Log2(perSecond)))
		how := keying{grid: counts.Octaves(column.Integer, shift+shortestDuration, shift+longestDuration)}
		if r.query.Precision == query.Exact {
			how = keying{maxDistinct: exactOnDemand}
		}
		all = append(all, measure{countable{column: column, keying: &how}, func(cell *ServiceCell, c *counts.Counts) {
			c = counts.NotNegative(c)
			bound, some := c.Beyond()
			for i, x := range c.Quantiles(DurationPoints...) {
				cell.Quantiles[i] = x / perSecond
				if some && x >= bound {
					r.notice(Notice{Text: fmt.Sprintf("Durations of more than %.0f days are not told apart: a quantile among them is shown as that. Precision exact tells them apart.",
						math.Floor(bound/perSecond/(24*60*60)))})
				}
			}
		}})
	}
	if wants("apdex") {
		column := store.Column{Name: "apdex", Expression: satisfaction(settings.Duration, s.Satisfying*perSecond), Kind: model.Categorical}
		all = append(all, measure{countable{column: column, keying: &keying{maxDistinct: 10}}, func(cell *ServiceCell, c *counts.Counts) {
			satisfied := 0.0
			for i, n := range c.W {
				half, _ := strconv.ParseFloat(c.Name(i), 64)
				satisfied += half / 2 * n
			}
			cell.Apdex = satisfied / c.Total()
		}})
	}
	if len(all) == 0 { // rows are counted with any column
		all = append(all, measure{countable{column: store.Column{Name: "number", Expression: "1", Kind: model.Categorical}, keying: &keying{maxDistinct: 10}},
			func(*ServiceCell, *counts.Counts) {}})
	}
	return all
}

// satisfaction is the expression for how satisfied a request leaves a user, in halves: within the threshold wholly, within four times of it half. What has
// no duration, a negative or an infinite one, or NaN, which some engines sort above all numbers, has no say.
func satisfaction(duration model.Part, threshold float64) string {
	x := "(" + duration.Expression + ")"
	if duration.Expression == "" {
		x = `"` + strings.ReplaceAll(duration.Column, `"`, `""`) + `"`
	}
	within := func(limit float64) string { return x + " <= " + strconv.FormatFloat(limit, 'g', 15, 64) } // 1.001 s are 1001 ms, not 1000.9999999999999
	return fmt.Sprintf("case when %s < 0 then null when %s then 2 when %s then 1 when %s then 0 end", x, within(threshold), within(4*threshold), within(longest))
}

// thrown counts exceptions, with the first and the last time of each.
func (r *run) thrown(ctx context.Context, s *Service) error {
	described, err := r.describe(ctx, r.model.Source)
	if err != nil {
		return err
	}
	log, err := r.serviceLog(ctx, described, query.Filter{Column: model.ExceptionDimension, Operator: "is not null"},
		query.Filter{Column: model.ExceptionDimension, Operator: "!=", Values: []any{""}})
	if err != nil {
		return err
	}
	number := []store.Column{{Name: "number", Expression: "1", Kind: model.Numeric}}
	groups := r.groups(described)
	message := slices.Index(s.GroupBy, model.MessageDimension)
	found, err := r.moments(ctx, log, number, groups, steps(s.Windows))
	var many *store.TooManySegmentsError
	apart := true // messages are told apart
	if errors.As(err, &many) && message >= 0 {
		r.notice(Notice{Text: "There are too many different messages to list: exceptions are counted by all else.", Severe: true})
		apart = false
		found, err = r.moments(ctx, log, number, slices.Delete(groups, message, message+1), steps(s.Windows))
	}
	if err != nil {
		return err
	}
	segments := map[string][]string{}
	for _, w := range s.Windows {
		for _, step := range w.Steps {
			slice := found[0][step]
			if slice.err != nil {
				return &StoreError{"the exceptions could not be counted", slice.err}
			}
			for key, values := range slice.segments {
				if !apart {
					values = slices.Insert(slices.Clone(values), message, "")
				}
				segments[key] = values
			}
		}
	}
	if len(s.GroupBy) == 0 { // as of requests
		segments[SegmentKey(nil)] = []string{}
	}
	keys := r.busiest(s, segments, func(w window.Window, key string) float64 {
		if m := found.of(0, w, key); m != nil {
			return m.Rows
		}
		return 0
	})
	for _, w := range s.Windows {
		cells := make([]*ServiceCell, len(keys))
		for k, key := range keys {
			if m := found.of(0, w, key); m != nil {
				cells[k] = newServiceCell(m.Rows, r.elapsed(w, time.Time{}))
				cells[k].First, cells[k].Last = time.UnixMicro(m.OldestMicros).UTC(), time.UnixMicro(m.NewestMicros).UTC()
			}
		}
		s.Cells = append(s.Cells, cells)
	}
	return nil
}

// busiest names the segments with the most rows, as many as the query's limit, and gives their keys.
func (r *run) busiest(s *Service, found map[string][]string, rows func(w window.Window, key string) float64) []string {
	total := map[string]float64{}
	for key := range found {
		for _, w := range s.Windows {
			total[key] += rows(w, key)
		}
	}
	keys := sortedKeys(found)
	slices.SortStableFunc(keys, func(a, b string) int {
		switch {
		case total[a] > total[b]:
			return -1
		case total[a] < total[b]:
			return 1
		}
		return 0
	})
	if len(keys) > r.query.Limit {
		r.notice(Notice{Text: fmt.Sprintf("The %d with the most of %s are shown; limit asks for more.", r.query.Limit, Counted(float64(len(keys)), "combination", "combinations"))})
		keys = keys[:r.query.Limit]
	}
	for _, key := range keys {
		s.Segments = append(s.Segments, found[key])
	}
	return keys
}

// began is when the spans do, of whatever service; zero where no rate is asked for, or there are none.
func (r *run) began(ctx context.Context) (time.Time, error) {
	if r.query.Format != query.Table && r.query.Value != "rate" {
		return time.Time{}, nil
	}
	log, err := r.log(ctx, nil, false)
	if err != nil {
		return time.Time{}, err
	}
	extent, err := r.extent(ctx, log)
	return extent.From, err
}

// elapsed is how much of a window has passed since the spans began, in seconds: a service that runs for ten minutes has had ten minutes for its requests, not
// the six hours that somebody looks at. Of a window in which nothing had begun yet all counts. The first request of all says little of a rate by itself, so
// that a second is the least.
func (r *run) elapsed(w window.Window, began time.Time) float64 {
	from, to := w.From, w.To
	if r.clock.Now.Before(to) {
		to = r.clock.Now
	}
	if began.After(from) && began.Before(to) {
		from = began
		if latest := to.Add(-time.Second); latest.Before(from) && latest.After(w.From) {
			from = latest
		}
	}
	return to.Sub(from).Seconds()
}

func newServiceCell(rows, seconds float64) *ServiceCell {
	nan := math.NaN()
	cell := &ServiceCell{Requests: rows, Rate: nan, Errors: nan, ErrorShare: nan, Refused: nan, RefusedShare: nan, Apdex: nan}
	if seconds > 0 {
		cell.Rate = rows / seconds
	}
	for range DurationPoints {
		cell.Quantiles = append(cell.Quantiles, nan)
	}
	return cell
}
