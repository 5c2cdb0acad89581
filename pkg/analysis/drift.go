package analysis

import (
	"cmp"
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/telemetry"
	"github.com/tideline-ml/tideline/pkg/window"
)

// MaxDriftRows bounds the verdicts of one answer: windows × features × segments.
const MaxDriftRows = 50_000

// Drift is the answer to a drift query: verdicts by window, segment and feature.
type Drift struct {
	Answer
	Spec     window.Spec
	Windows  []JudgedWindow // oldest first
	Lead     int            // the first windows are there only for what is said of later ones (persist, since)
	Complete bool           // the log has no windows before the first
	Features []string       // that the query shows, in the order shown
	Kinds    []string       // of the features, in their order
	GroupBy  []string
	persist  *query.Persist
	Segments [][]string // with rows in a window or its reference, sorted; one empty segment without groupBy
}

// Answer is what every answer carries.
type Answer struct {
	Model   *model.Model
	Notices []Notice
	Stats   Stats
}

// JudgedWindow is one window with its verdicts.
type JudgedWindow struct {
	window.Window
	// Segments by position in Drift.Segments; nil where neither the window nor its reference has a row of the segment.
	Segments []*JudgedSegment
}

// JudgedSegment is one segment in one window. Verdicts are by position in Drift.Features and are shared: they must not be changed.
type JudgedSegment struct {
	Rows        float64
	Reference   string // what it was compared with, in words; empty: with nothing
	InReference bool   // the window overlaps its reference and was compared with the rest of it
	Era         int    // windows of one era are compared by one rule: an episode ends where the era does
	Verdicts    []*drift.Verdict
}

// judged is one window as the cache keeps it: all columns of a family, whatever a query shows.
type judged struct {
	inReference bool
	segments    map[string]*judgedSegment
	failed      atomic.Bool // the store could not count a column: worth another try, so this is not kept
}

type judgedSegment struct {
	values   []string
	rows     float64
	verdicts []*drift.Verdict // by position in the family
}

// whole is one window with what all families and parts of the rows say of it: segments by key.
type whole map[string]*wholeSegment

type wholeSegment struct {
	judgedSegment // its verdicts by position in the columns
	reference     *reference
	inReference   bool
}

// Drift answers a drift query.
func (a *Analysis) Drift(ctx context.Context, request Request) (*Drift, error) {
	r, err := a.start(request)
	if err != nil {
		return nil, err
	}
	columns, err := r.columns(ctx)
	if err != nil {
		return nil, err
	}
	return r.drift(ctx, columns)
}

// drift judges what the query shows. A number that says since when looks back until the beginning was seen.
func (r *run) drift(ctx context.Context, columns []column) (*Drift, error) {
	if r.query.AsksSince() {
		r.back = sinceWindows
	}
	for {
		d, p, err := r.look(ctx, columns)
		if err != nil || r.back == 0 {
			return d, err
		}
		more, err := r.lookFurther(ctx, d, p)
		if err != nil || !more {
			return d, err
		}
	}
}

// look judges it once, as far back as is looked at now.
func (r *run) look(ctx context.Context, columns []column) (*Drift, *plan, error) {
	shown := r.wanted(columns)
	how, err := r.prepare(ctx, columns)
	if err != nil {
		return nil, nil, err
	}
	windows, p, err := r.judge(ctx, how, shown)
	if err != nil {
		return nil, nil, err
	}
	d, err := r.show(columns, shown, windows, p)
	return d, p, err
}

// show picks what the query wants to see.
func (r *run) show(columns []column, shown []int, windows []whole, p *plan) (*Drift, error) {
	d := &Drift{Spec: p.spec, Lead: p.lead, persist: r.query.Persist, GroupBy: r.query.GroupBy}
	told := map[string]bool{}
	for _, i := range shown {
		d.Features = append(d.Features, columns[i].name)
		d.Kinds = append(d.Kinds, columns[i].kind)
		if err := columns[i].err; err != nil {
			r.notice(Notice{Text: fmt.Sprintf("Feature %q cannot be compared.", columns[i].name), Detail: err.Error(), Severe: true})
			told[columns[i].name] = true
		}
	}
	all := map[string][]string{}
	for _, w := range windows {
		for key, s := range w {
			all[key] = s.values
		}
	}
	keys := sortedKeys(all)
	for _, key := range keys {
		d.Segments = append(d.Segments, all[key])
	}
	if rows := len(windows) * len(keys) * len(shown); rows > MaxDriftRows {
		return nil, fmt.Errorf("%d windows × %d segments × %d features are %d verdicts, more than the %d of one answer; choose longer windows, a shorter range, fewer features or a coarser group by",
			len(windows), len(keys), len(shown), rows, MaxDriftRows)
	}
	for i, w := range windows {
		out := JudgedWindow{Window: p.windows[i], Segments: make([]*JudgedSegment, len(keys))}
		for s, key := range keys {
			if found := w[key]; found != nil {
				segment := &JudgedSegment{Rows: found.rows, Reference: found.reference.words, InReference: found.inReference, Era: found.reference.era}
				for _, c := range shown {
					segment.Verdicts = append(segment.Verdicts, found.verdicts[c])
				}
				out.Segments[s] = segment
			}
		}
		d.Windows = append(d.Windows, out)
	}
	for _, text := range unjudged(d, told) {
		r.notice(Notice{Text: text, Severe: true})
	}
	d.Answer = r.answer()
	return d, nil
}

// unjudged says of which features windows could not be judged, and why: a series or a heatmap shows nothing there, and has no place for a note.
// What was told already is not said again.
func unjudged(d *Drift, told map[string]bool) []string {
	var whys []string
	names, windows := map[string][]string{}, map[string]int{}
	for f, name := range d.Features {
		why, failed := "", 0
		for _, w := range d.Windows {
			note := ""
			for _, s := range w.Segments {
				if s != nil && s.Verdicts[f] != nil && s.Verdicts[f].Outcome == drift.Failed {
					note = s.Verdicts[f].Note
				}
			}
			if note != "" {
				why, failed = note, failed+1
			}
		}
		if failed == 0 || told[name] {
			continue
		}
		if names[why] == nil {
			whys = append(whys, why)
		}
		names[why], windows[why] = append(names[why], name), max(windows[why], failed)
	}
	texts := make([]string, len(whys))
	for i, why := range whys {
		texts[i] = fmt.Sprintf("No verdict of %s in %d of %d windows: %s.", strings.Join(names[why], ", "), windows[why], len(d.Windows), why)
	}
	return texts
}

func (r *run) answer() Answer {
	r.mu.Lock()
	defer r.mu.Unlock()
	return Answer{Model: r.model, Notices: r.notices, Stats: r.stats}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// prepared is what a query asks of which rows, in which groups.
type prepared struct {
	described []store.Column // of the log
	columns   []column
	filters   []store.Filter
	groups    []store.Column
	// uncorrected: each column is judged by itself alone.
	uncorrected bool
	plans       map[bool]*plan // with and without the late labels, once made
}

func (r *run) prepare(ctx context.Context, columns []column) (*prepared, error) {
	described, err := r.describe(ctx, r.model.Source)
	if err != nil {
		return nil, err
	}
	how := &prepared{described: described, columns: columns, groups: r.groups(described), uncorrected: r.byPeer(), plans: map[bool]*plan{}}
	how.filters, err = r.filters(described)
	return how, err
}

// judge judges all columns in the windows of the query. The model's family is judged whole, so that a correction does not depend on what is shown;
// every other column is a family of its own. Late labels are asked for in a question of their own: only they need the join.
func (r *run) judge(ctx context.Context, how *prepared, shown []int) ([]whole, *plan, error) {
	columns := how.columns
	families := how.families(shown)
	if len(families) == 0 {
		return nil, nil, fmt.Errorf("model %q has no features to compare; an administrator adds them in the data source's settings", r.model.Name)
	}
	var first *plan
	var all []whole
	for _, members := range families {
		p, err := r.planned(ctx, how, columns[members[0]].joined)
		if err != nil {
			return nil, nil, err
		}
		if first == nil {
			first, all = p, make([]whole, len(p.windows))
			for i := range all {
				all[i] = whole{}
			}
		}
		for n, part := range p.parts {
			windows, err := r.judgeFamily(ctx, p, part, how, members)
			if err != nil {
				return nil, nil, err
			}
			for i, w := range windows {
				for key, s := range w.segments {
					if p.owner(s.values) != n {
						continue // another part has its own references for it
					}
					into := all[i][key]
					if into == nil {
						into = &wholeSegment{reference: part.reference(i)}
						into.judgedSegment = judgedSegment{values: s.values, rows: s.rows, verdicts: make([]*drift.Verdict, len(columns))}
						all[i][key] = into
					}
					into.inReference = into.inReference || w.inReference
					for k, c := range members {
						into.verdicts[c] = s.verdicts[k]
					}
				}
			}
		}
	}
	for _, w := range all { // a segment that only one family has seen has no rows for the others
		for _, s := range w {
			for c := range columns {
				if s.verdicts[c] == nil && slices.Contains(shown, c) {
					s.verdicts[c] = undecided(r.query.Method, drift.NotEnough, "the window has no rows")
				}
			}
		}
	}
	return all, first, nil
}

// families are the positions of the columns that are corrected together: first the model's family, then each of the others that are shown. Where nothing is
// corrected, what is not shown need not be counted.
func (how *prepared) families(shown []int) [][]int {
	var families [][]int
	var family []int
	for i, c := range how.columns {
		wanted := slices.Contains(shown, i)
		if c.family && (wanted || len(shown) == 0 || !how.uncorrected) {
			family = append(family, i)
		} else if wanted {
			families = append(families, []int{i})
		}
	}
	if len(family) > 0 {
		families = append([][]int{family}, families...)
	}
	return families
}

// judgeFamily judges the columns of one family in every window of the plan, as far as the cache does not know the verdicts.
func (r *run) judgeFamily(ctx context.Context, p *plan, part *part, how *prepared, members []int) ([]*judged, error) {
	options := make([]drift.Options, len(members))
	for k, i := range members {
		options[k] = r.driftOptions(how.columns[i], p.spec)
	}
	bases, err := r.basesOf(ctx, part, how, members)
	if err != nil {
		return nil, err
	}
	// What has too many distinct values is only found out by counting; a verdict says by its key how its columns were counted.
	signature := func(b *base) string {
		keyings := r.keyed[b.id]
		parts := []any{options, how.groups}
		for _, i := range members {
			c := &how.columns[i]
			parts = append(parts, c.name, c.kind, c.current, c.own, c.labels, keyings[i].id(), fmt.Sprint(c.err))
		}
		return "verdicts " + digest(parts...)
	}
	before := make(map[*base]string, len(bases))
	for _, b := range bases {
		before[b] = signature(b)
	}
	keys := make([]string, len(p.windows))
	for i, w := range p.windows {
		ref := part.reference(i)
		keys[i] = before[ref.base] + ref.id + instants(w.Interval) + fmt.Sprint(" ", part.places[i], " ") + part.log.in(span(w))
	}
	values, found, err := r.cache.Many(ctx, keys, func(ctx context.Context, missing []int) ([]cache.Entry, error) {
		windows, err := r.judgeMissing(ctx, p, part, how, members, options, missing)
		if err != nil {
			return nil, err
		}
		same := make(map[*base]bool, len(bases)) // else the columns were counted in another way than the key says
		for _, b := range bases {
			same[b] = signature(b) == before[b]
		}
		entries := make([]cache.Entry, len(missing))
		for e, i := range missing {
			keep := same[part.reference(i).base] && !windows[e].failed.Load()
			entries[e] = cache.Entry{Value: windows[e], Bytes: windows[e].bytes(), Keep: keep, For: r.life(p.windows[i].Interval, part.log.version)}
		}
		return entries, nil
	})
	if err != nil {
		return nil, err
	}
	r.judgedBy(keys, found)
	r.used(ctx, found)
	windows := make([]*judged, len(values))
	for i, v := range values {
		windows[i] = v.(*judged)
	}
	return windows, nil
}

// basesOf are the bases of a part's references, with how columns are counted by each. What is known to have too many distinct values is not tried again.
func (r *run) basesOf(ctx context.Context, part *part, how *prepared, members []int) ([]*base, error) {
	var bases []*base
	for _, ref := range part.references {
		if slices.Contains(bases, ref.base) {
			continue
		}
		keyings, err := r.keyings(ctx, how.columns, ref.base)
		if err != nil {
			return nil, err
		}
		for _, i := range members {
			if k := &keyings[i]; k.fallback != nil {
				if _, failed := r.cache.Get(r.tooManyKey(part.log, countable{column: how.columns[i].current, keying: k})); failed {
					k.grid, k.fallback = k.fallback, nil
				}
			}
		}
		bases = append(bases, ref.base)
	}
	return bases, nil
}

func (j *judged) bytes() int64 {
	n := int64(100)
	for key, s := range j.segments {
		n += int64(len(key)) + 150
		for _, v := range s.verdicts {
			n += 350 + int64(len(v.Note))
			for _, named := range append(v.NewValues[:len(v.NewValues):len(v.NewValues)], v.GoneValues...) {
				n += 24 + int64(len(named.Name))
			}
		}
	}
	return n
}

// driftOptions are how a column is judged: the query's word first, then the model's, then the method's own. Verdicts of a method that does not bin are the
// same under any binning.
func (r *run) driftOptions(c column, spec window.Spec) drift.Options {
	q := r.query
	o := drift.Options{Method: q.Method, Threshold: q.Threshold, Deviations: q.Deviations, Alpha: q.Alpha, Correction: q.Correction, Noise: q.Noise, Rule: q.Rule, MinRows: q.MinRows}
	if o.Threshold == nil {
		if t, ok := c.thresholds[q.Method]; ok {
			o.Threshold = &t
		}
	}
	if m, err := drift.Lookup(q.Method); err == nil && m.Bins {
		if b := cmp.Or(q.Binning, c.binning); b != nil {
			o.Binning = *b
		}
	}
	if q.Budget != nil {
		o.Alpha = drift.AlphaForBudget(q.Budget.Alarms, q.Budget.Per, spec.Nominal(r.request.Range))
	}
	return o
}

// task is one column in one segment of one window.
type task struct {
	window  int // position in missing
	segment string
	counted int // position among the columns that were counted
	member  int // position in the family
}

// judgeMissing counts and judges the windows at the positions in missing.
func (r *run) judgeMissing(ctx context.Context, p *plan, part *part, how *prepared, members []int, options []drift.Options, missing []int) ([]*judged, error) {
	counted, err := r.tallies(ctx, p, part, how, members, missing)
	if err != nil {
		return nil, err
	}
	out := make([]*judged, len(missing))
	var tasks []task
	for e, i := range missing {
		w, ref := p.windows[i], part.reference(i)
		j := &judged{segments: map[string]*judgedSegment{}}
		if ref.within(part.log) {
			j.inReference = len(window.Shared(w.Interval, ref.windows)) > 0
		}
		present := map[string][]string{}
		if len(how.groups) == 0 {
			present[""] = nil
		}
		current := counted.windows[i]
		current.segments(present, w)
		if !ref.coarser {
			counted.references[ref].segments(present, ref.windows...)
		}
		for _, key := range sortedKeys(present) {
			j.segments[key] = &judgedSegment{values: present[key], rows: current.rows(w, key), verdicts: make([]*drift.Verdict, len(members))}
			for k := range members {
				tasks = append(tasks, task{window: e, segment: key, counted: k, member: k})
			}
		}
		out[e] = j
	}
	// Windows that are compared with one reference come after each other: what is read of it for one is still near the processor for the next. But the first window
	// of all members comes first, so that their references are made ready at the same time.
	slices.SortStableFunc(tasks, func(a, b task) int {
		return cmp.Or(cmp.Compare(min(a.window, 1), min(b.window, 1)), cmp.Compare(a.member, b.member))
	})
	if len(tasks) > 4*MaxDriftRows {
		return nil, fmt.Errorf("%d verdicts are more than one query may ask for; choose longer windows, a shorter range or a coarser group by", len(tasks))
	}
	skipped, err := r.judgeSkipped(ctx, p, part, how, members, missing)
	if err != nil {
		return nil, err
	}
	ctx, done := telemetry.Phase(ctx, "judge")
	defer done()
	baselines := &baselines{made: map[baselineKey]*lazyBaseline{}, skipped: skipped}
	err = r.inParallel(ctx, len(tasks), func(n int) {
		t := tasks[n]
		i := missing[t.window]
		c := how.columns[members[t.member]]
		segment := out[t.window].segments[t.segment]
		o := options[t.member]
		o.Group = part.places[i]
		v, err := r.verdict(p.windows[i], part, part.reference(i), c, t, segment.values, counted.windows[i], counted.references[part.reference(i)], baselines, o)
		if err != nil {
			v = undecided(options[t.member].Method, drift.Failed, r.why(err))
			if c.err == nil {
				out[t.window].failed.Store(true)
			}
		}
		segment.verdicts[t.member] = v
	})
	if err != nil {
		return nil, err
	}
	for _, j := range out {
		for _, s := range j.segments {
			drift.Correct(s.verdicts, options[0])
		}
	}
	return out, nil
}

// verdict judges one column in one segment of a window. An error says that it could not be counted.
func (r *run) verdict(w window.Window, part *part, ref *reference, c column, t task, segment []string, current, references *tally, all *baselines, o drift.Options) (*drift.Verdict, error) {
	found, err := r.sides(w, part, ref, c, t, segment, current, references, all, o)
	if err != nil {
		return nil, err
	}
	if found.baseline == nil {
		v := undecided(o.Method, drift.NoReference, found.why)
		if now := found.now; now != nil && !found.within {
			v.CurrentRows, v.EffectiveRows, v.NullShare = now.Rows, now.EffectiveRows(), (now.Null+now.NaN)/now.Rows
		}
		return v, nil
	}
	v := found.baseline.Judge(found.now, o)
	if note := found.made.left.note(o.Group); note != "" {
		v.Note = strings.TrimPrefix(v.Note+"; "+note, "; ")
	}
	return v, nil
}

// comparison is what a verdict is made of.
type comparison struct {
	now      *counts.Counts  // nil without rows
	baseline *drift.Baseline // the window's reference without the window; nil: there is none, and why says why
	made     *lazyBaseline
	why      string
	within   bool // there is none because the window is all of it
}

// sides finds a column's counts in one segment of a window and what they are compared with. An error says that it could not be counted.
func (r *run) sides(w window.Window, part *part, ref *reference, c column, t task, segment []string, current, references *tally, all *baselines,
	o drift.Options) (found comparison, err error) {
	if c.err != nil {
		return found, c.err
	}
	now, err := current.of(t.counted, w, t.segment)
	if err != nil {
		return found, err
	}
	found.now = c.compared(now)
	if len(ref.windows) == 0 {
		found.why = ref.why
		return found, nil
	}
	made, err := all.get(baselineKey{t.counted, ref, ref.segment(t.segment, segment)}).load(func(key baselineKey) ([]*counts.Counts, leftOut, error) {
		windows := make([]*counts.Counts, len(ref.windows))
		for k, w := range ref.windows {
			found, err := references.of(t.counted, w, key.segment)
			if err != nil {
				return nil, leftOut{}, err
			}
			windows[k] = c.compared(found)
		}
		if ref.skip == nil {
			return windows, leftOut{}, nil
		}
		return windows, ref.leaveOut(all.skipped.drifted(ref, t.segment, t.member)), nil
	})
	if err != nil {
		return found, err
	}
	found.made = made
	if ref.same && made.empty(len(ref.windows)-1) {
		found.why = "no row of this window is kept by the reference's filters"
		return found, nil
	}
	if ref.skip != nil && made.left.in[o.Group] == 0 {
		found.why = made.left.note(o.Group)
		return found, nil
	}
	baseline, err := made.baseline(c.kind, o)
	if err != nil {
		return found, err
	}
	if ref.within(part.log) {
		shared := window.Shared(w.Interval, ref.windows)
		if len(shared) == len(ref.windows) {
			found.why, found.within = "the window overlaps all of its reference; choose a range after it, or another reference", true
			return found, nil
		}
		for _, k := range shared {
			baseline = baseline.Without(k)
		}
	}
	found.baseline = baseline
	return found, nil
}

// labelled leaves out the rows whose label has not come yet: until it does, they are neither missing nor anything else.
func labelled(c *counts.Counts) *counts.Counts {
	if c == nil || c.Null == 0 {
		return c
	}
	with := *c
	with.Rows -= with.Null
	with.Null = 0
	return &with
}

// undecided is a verdict of something that was not even judged.
func undecided(method string, outcome drift.Outcome, note string) *drift.Verdict {
	empty, _ := drift.NewBaseline(model.Numeric, nil, nil)
	v := empty.Judge(nil, drift.Options{Method: method})
	v.Outcome, v.Note = outcome, note
	return v
}

// inParallel calls work for 0 … n−1 on all threads. What work n writes must be its own, so that the result does not depend on the order. Where work panics,
// so does the caller: on a thread of its own a panic would end the process, and with it the answers to everybody else.
func (r *run) inParallel(ctx context.Context, n int, work func(int)) error {
	var next atomic.Int64
	var group sync.WaitGroup
	var panicked atomic.Pointer[string]
	for range min(r.options.Threads, n) {
		group.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					text := fmt.Sprintf("%v\n%s", p, debug.Stack())
					panicked.CompareAndSwap(nil, &text)
				}
			}()
			for ctx.Err() == nil && panicked.Load() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				work(i)
			}
		})
	}
	group.Wait()
	if text := panicked.Load(); text != nil {
		panic(*text)
	}
	return ctx.Err()
}
