package analysis

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/telemetry"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Distribution is the answer to a distribution query: a picture of the values of each feature and segment, reference against windows.
type Distribution struct {
	Answer
	GroupBy  []string
	Pictures []Picture // by feature, then by segment
}

// Picture is one feature in one segment.
type Picture struct {
	Feature    string
	Numeric    bool
	Segment    []string
	Edges      []float64 // numeric: bin i is [Edges[i], Edges[i+1])
	Categories []string  // else, as they are shown; the most frequent first
	Reference  *Sample   // nil: there is none
	Windows    []PictureWindow
	// Between is the reference window by window, as far as it has rows: how they differ is the ordinary variation of a bin. Nil where there would be too
	// many numbers (mostBetween).
	Between    []*Sample
	Detail     *Detail // numeric: finer counts near 0; nil where hardly any row lies there
	ErrorBound bool    // the counts are of a grid's cells, spread evenly where a bin ends inside one
}

// PictureWindow is one window with its verdict.
type PictureWindow struct {
	window.Window
	Sample *Sample
	Row    DriftRow
}

// Sample is the values of one side, counted by bin or category.
type Sample struct {
	Counts         []float64
	Rows           float64
	Null, NaN      float64
	PosInf, NegInf float64
	Below, Above   float64 // numeric: finite values beyond the bins, counted in the end bins
	Others         float64 // categories: in the last one, which stands for all that are not shown
	From, To       window.Interval
	Moments        *store.Moments
	Quantiles      []float64 // at QuantilePoints
}

// QuantilePoints are the quantiles that pictures and summaries give.
var QuantilePoints = []float64{0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99}

// shownCategories bounds the bars of a picture; what is beyond is one bar.
const shownCategories = 500

// mostBetween bounds the counts of reference windows in one answer: a megabyte of JSON or so.
const mostBetween = 200_000

// Distribution answers a distribution query.
func (a *Analysis) Distribution(ctx context.Context, request Request) (*Distribution, error) {
	if m, err := query.FindModel(request.Query.Model, a.models); err == nil {
		if lacking := request.Query.Lacking(m); lacking != "" {
			text := fmt.Sprintf("The model %s has no %s. An administrator can name its column in the settings of the data source.", m.Name, lacking)
			return &Distribution{Answer: Answer{Model: m, Notices: []Notice{{Text: text}}}}, nil
		}
	}
	r, err := a.start(request)
	if err != nil {
		return nil, err
	}
	columns, err := r.columns(ctx)
	if err != nil {
		return nil, err
	}
	how, err := r.prepare(ctx, columns)
	if err != nil {
		return nil, err
	}
	shown := r.wanted(columns)
	judged, p, err := r.judge(ctx, how, shown)
	if err != nil {
		return nil, err
	}
	verdicts, err := r.show(columns, shown, judged, p)
	if err != nil {
		return nil, err
	}
	d := &Distribution{GroupBy: r.query.GroupBy}
	d.Pictures, err = r.remembered(ctx, p, func(ctx context.Context) ([]Picture, error) { return r.drawAll(ctx, how, shown, verdicts) })
	if err != nil {
		return nil, err
	}
	d.Answer = r.answer()
	return d, nil
}

// drawAll draws every feature, and says what changed in it.
func (r *run) drawAll(ctx context.Context, how *prepared, shown []int, verdicts *Drift) ([]Picture, error) {
	ctx, done := telemetry.Phase(ctx, "draw")
	defer done()
	sums := &pictureSums{run: r, how: how, shown: shown, made: map[*part]*summed{}}
	var all []Picture
	for n, c := range shown {
		pictures, err := r.pictures(ctx, how, c, verdicts, n, sums)
		if err != nil {
			return nil, err
		}
		if err := r.explainPictures(ctx, how, shown, verdicts, n, pictures); err != nil {
			return nil, err
		}
		all = append(all, pictures...)
	}
	return all, nil
}

// explainPictures says what changed in each window of one feature's pictures.
func (r *run) explainPictures(ctx context.Context, how *prepared, shown []int, verdicts *Drift, feature int, pictures []Picture) error {
	var places []place
	var rows []*DriftRow
	for i := range pictures {
		segment := slices.IndexFunc(verdicts.Segments, func(s []string) bool { return slices.Equal(s, pictures[i].Segment) })
		skipped := len(verdicts.Windows) - len(pictures[i].Windows)
		for w := range pictures[i].Windows {
			if row := &pictures[i].Windows[w].Row; row.Verdict != nil {
				places, rows = append(places, place{skipped + w, feature, segment}), append(rows, row)
			}
		}
	}
	explained, err := r.explain(ctx, how, shown, verdicts, places)
	if err != nil {
		return err
	}
	for i, row := range rows {
		row.Changes = explained[i].Changes
	}
	return nil
}

// maxPictureWindows bounds the windows of one picture: each is a field of its frame. Of more, the newest are drawn.
const maxPictureWindows = 200

// pictures draws one feature of the answer, a picture for each segment.
func (r *run) pictures(ctx context.Context, how *prepared, c int, verdicts *Drift, shownAt int, sums *pictureSums) ([]Picture, error) {
	column := how.columns[c]
	if column.err != nil {
		return nil, nil // said in a notice
	}
	p, err := r.planned(ctx, how, column.joined)
	if err != nil {
		return nil, err
	}
	d := drawing{run: r, how: how, column: c, shownAt: shownAt, verdicts: verdicts, plan: p, skipped: max(0, len(p.windows)-maxPictureWindows), sums: sums}
	d.pictures = len(sums.shown) * len(verdicts.Segments)
	if d.skipped > 0 {
		r.notice(Notice{Text: fmt.Sprintf("Of %d windows the newest %d are drawn.", len(p.windows), maxPictureWindows)})
	}
	sides := make([]*side, len(p.parts))
	var pictures []Picture
	for s, segment := range verdicts.Segments {
		n := p.owner(segment)
		if sides[n] == nil {
			if sides[n], err = d.count(ctx, p.parts[n]); err != nil {
				return nil, err
			}
		}
		pic, err := d.draw(sides[n], s)
		var failed *columnError
		if errors.As(err, &failed) {
			r.notice(Notice{Text: fmt.Sprintf("Feature %q could not be counted.", column.name), Detail: failed.Error(), Severe: true})
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if pic.Edges != nil || pic.Categories != nil || pic.Reference != nil {
			pictures = append(pictures, *pic)
		}
	}
	return pictures, nil
}

// drawing is one feature being drawn.
type drawing struct {
	*run
	how      *prepared
	column   int
	shownAt  int // position of the feature in verdicts
	verdicts *Drift
	plan     *plan
	skipped  int // windows that are not drawn
	pictures int // in the whole answer, at most
	sums     *pictureSums
}

// side is what was counted of one part of the rows: its windows, and the reference that is drawn.
type side struct {
	part      *part
	tallied   *tallied
	reference *reference // of the newest window: where windows have several, or it moves with them
	place     int        // of the newest window among the reference's season groups
	skipped   skipped    // where the reference skips drifted windows
	member    int        // position of the feature in its family
	*summed
	sum int // position of the feature among those that are summed up; −1: it is not
}

// columnError says that the feature itself could not be counted.
type columnError struct{ error }

func (d *drawing) count(ctx context.Context, part *part) (*side, error) {
	shown := make([]int, 0, len(d.plan.windows)-d.skipped)
	for i := d.skipped; i < len(d.plan.windows); i++ {
		shown = append(shown, i)
	}
	out := &side{part: part, reference: part.newest()}
	if n := len(part.places); n > 0 {
		out.place = part.places[n-1]
	}
	var err error
	if err = d.skip(ctx, out); err != nil {
		return nil, err
	}
	if out.tallied, err = d.tallies(ctx, d.plan, part, d.how, []int{d.column}, shown); err != nil {
		return nil, err
	}
	d.remarkOnReferences(part, shown, out.reference)
	if out.summed, err = d.sums.of(ctx, part, d.plan.windows[d.skipped:]); err != nil {
		return nil, err
	}
	out.sum = slices.Index(out.columns, d.column)
	return out, nil
}

// skip finds which windows of the reference are drawn where it skips drifted ones.
func (d *drawing) skip(ctx context.Context, s *side) error {
	n := len(d.plan.windows)
	if s.reference.skip == nil || n == 0 {
		return nil
	}
	for _, members := range d.how.families([]int{d.column}) {
		if at := slices.Index(members, d.column); at >= 0 {
			var err error
			s.member = at
			s.skipped, err = d.judgeSkipped(ctx, d.plan, s.part, d.how, members, []int{n - 1})
			return err
		}
	}
	return nil
}

// remarkOnReferences says that one reference is drawn where windows are compared with several. That one moves with the window is no news.
func (d *drawing) remarkOnReferences(part *part, shown []int, drawn *reference) {
	for _, i := range shown {
		if ref := part.reference(i); ref.era != drawn.era && ref.words != drawn.words {
			d.notice(Notice{Text: fmt.Sprintf("The windows have different references, and that of the newest is drawn: %s. Every verdict is against the window's own.", drawn.words)})
			return
		}
	}
}

// draw is the picture of one segment.
func (d *drawing) draw(from *side, segment int) (*Picture, error) {
	column := &d.how.columns[d.column]
	values := d.verdicts.Segments[segment]
	key := SegmentKey(values)
	pic := &Picture{Feature: column.name, Numeric: column.kind == model.Numeric, Segment: values}
	reference, parts, err := d.drawReference(pic, from, key, values)
	if err != nil {
		return nil, err
	}
	lists := []*counts.Counts{reference} // the reference first
	for i := d.skipped; i < len(d.plan.windows); i++ {
		w := d.plan.windows[i]
		now, err := from.tallied.windows[i].of(0, w, key)
		if err != nil {
			return nil, &columnError{err}
		}
		lists = append(lists, now)
		var moments *store.Moments
		if from.sum >= 0 {
			moments = from.now.of(from.sum, w, key)
		}
		out := PictureWindow{Window: w, Sample: sampleOf(now, moments), Row: d.verdicts.Row(i, d.shownAt, segment)}
		out.Sample.From, out.Sample.To = w.Interval, w.Interval
		pic.Windows = append(pic.Windows, out)
	}
	if d.pictures*len(parts)*mostBins <= mostBetween {
		for _, part := range parts {
			pic.Between = append(pic.Between, sampleOf(part, nil))
		}
		lists = append(lists, parts...)
	}
	if pic.Numeric {
		pic.drawBins(lists)
	} else {
		for i := range lists {
			lists[i] = counts.Rename(lists[i], column.labels)
		}
		pic.drawCategories(lists)
	}
	return pic, nil
}

// drawReference counts the reference, together and window by window.
func (d *drawing) drawReference(pic *Picture, from *side, key string, values []string) (all *counts.Counts, parts []*counts.Counts, err error) {
	ref := from.reference
	var moments *store.Moments
	key = ref.segment(key, values)
	windows := ref.drawn(from.place, from.skipped.drifted(ref, SegmentKey(values), from.member))
	for _, w := range windows {
		part, err := from.tallied.references[ref].of(0, w, key)
		if err != nil {
			return nil, nil, &columnError{err}
		}
		if part != nil {
			parts = append(parts, part)
		}
		if from.sum >= 0 {
			if m := from.before.of(from.sum, w, key); m != nil {
				moments = addMoments(moments, m)
			}
		}
	}
	if len(parts) == 0 {
		return nil, nil, nil
	}
	if all, err = counts.Merge(parts...); err != nil {
		return nil, nil, err
	}
	pic.Reference = sampleOf(all, moments)
	pic.Reference.From, pic.Reference.To = windows[0].Interval, windows[len(windows)-1].Interval
	return all, parts, nil
}

// drawn are the windows that a window of a season group is compared with; those of other groups only tell how much windows vary.
func (ref *reference) drawn(place int, drifted []bool) []window.Window {
	var mine, all []window.Window
	var left leftOut
	if ref.skip != nil {
		left = ref.leaveOut(drifted)
	}
	for i, w := range ref.windows {
		if left.kept != nil && !left.kept[i] {
			continue
		}
		all = append(all, w)
		if ref.places != nil && ref.places[i] == place {
			mine = append(mine, w)
		}
	}
	if len(mine) == 0 {
		return all
	}
	return mine
}

func steps(windows []window.Window) []window.Interval {
	var all []window.Interval
	for _, w := range windows {
		all = append(all, w.Steps...)
	}
	return all
}

func sampleOf(c *counts.Counts, moments *store.Moments) *Sample {
	s := &Sample{Moments: moments, Quantiles: make([]float64, len(QuantilePoints))}
	for i := range s.Quantiles {
		s.Quantiles[i] = math.NaN()
	}
	if c == nil {
		return s
	}
	s.Rows, s.Null, s.NaN, s.PosInf, s.NegInf = c.Rows, c.Null, c.NaN, c.PosInf, c.NegInf
	if !c.Kind.Names() && c.Len() > 0 {
		s.Quantiles = c.Quantiles(QuantilePoints...)
	}
	return s
}

// samples are the reference, if any, the windows, and the reference's windows.
func (pic *Picture) samples() []*Sample {
	all := []*Sample{pic.Reference}
	for i := range pic.Windows {
		all = append(all, pic.Windows[i].Sample)
	}
	return append(all, pic.Between...)
}

func (pic *Picture) drawBins(lists []*counts.Counts) {
	lines := make([]line, len(lists))
	for i, c := range lists {
		lines[i] = lineOf(c)
		pic.ErrorBound = pic.ErrorBound || c != nil && c.Kind == counts.Cell
	}
	// The reference's windows are parts of it: they have no say in where the edges are.
	shown := lines[:len(lines)-len(pic.Between)]
	if pic.Edges = edgesFor(shown...); pic.Edges == nil {
		return
	}
	for i, s := range pic.samples() {
		if s != nil {
			s.Counts, s.Below, s.Above = lines[i].binned(pic.Edges)
		}
	}
	pic.Detail = detailFor(pic.Edges, shown)
}

func (pic *Picture) drawCategories(lists []*counts.Counts) {
	// The largest share on any side decides what is worth a bar.
	weight := map[string]float64{}
	tables := make([]map[string]float64, len(lists))
	shared := make([]float64, len(lists)) // rows of values that were not counted by name
	unnamed := map[int32]bool{}
	for i, c := range lists {
		tables[i] = map[string]float64{}
		if c == nil {
			continue
		}
		total := c.Total()
		shared[i] = c.Shared()
		for k := range c.W {
			if !c.Named(k) {
				unnamed[c.Cells[k]] = true
				continue
			}
			name := c.Name(k)
			tables[i][name] += c.W[k]
			if i < len(lists)-len(pic.Between) { // the reference's windows are parts of it
				weight[name] = max(weight[name], tables[i][name]/total)
			}
		}
	}
	categories := sortedKeys(weight)
	sort.SliceStable(categories, func(a, b int) bool { return weight[categories[a]] > weight[categories[b]] })
	shown := categories[:min(len(categories), shownCategories)]
	rest := categories[len(shown):]
	pic.Categories = slices.Clone(shown)
	switch {
	case len(unnamed) > 0: // each bucket has one at least
		pic.Categories = append(pic.Categories, fmt.Sprintf("(at least %d others)", len(rest)+len(unnamed)))
	case len(rest) > 0:
		pic.Categories = append(pic.Categories, fmt.Sprintf("(%d others)", len(rest)))
	}
	for i, s := range pic.samples() {
		if s == nil {
			continue
		}
		s.Counts = make([]float64, len(pic.Categories))
		for k, name := range shown {
			s.Counts[k] = tables[i][name]
		}
		s.Others = shared[i]
		for _, name := range rest {
			s.Others += tables[i][name]
		}
		if len(pic.Categories) > len(shown) {
			s.Counts[len(shown)] = s.Others
		}
	}
}
