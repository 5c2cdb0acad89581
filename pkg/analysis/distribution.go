package analysis

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
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
	ErrorBound bool // the counts are of a grid's cells, spread evenly where a bin ends inside one
}

// PictureWindow is one window with its verdict.
type PictureWindow struct {
	window.Window
	InReference bool
	Sample      *Sample
	Row         DriftRow
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

// Distribution answers a distribution query.
func (a *Analysis) Distribution(ctx context.Context, request Request) (*Distribution, error) {
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
	for n, c := range shown {
		pictures, err := r.pictures(ctx, how, c, verdicts, n)
		if err != nil {
			return nil, err
		}
		d.Pictures = append(d.Pictures, pictures...)
	}
	d.Answer = r.answer()
	return d, nil
}

// maxPictureWindows bounds the windows of one picture: each is a field of its frame. Of more, the newest are drawn.
const maxPictureWindows = 200

// pictures draws one feature, a picture for each segment.
func (r *run) pictures(ctx context.Context, how *prepared, c int, verdicts *Drift, shownAt int) ([]Picture, error) {
	column := how.columns[c]
	if column.err != nil {
		return nil, nil // said in a notice
	}
	p, err := r.planned(ctx, how.filters, column.joined)
	if err != nil {
		return nil, err
	}
	skipped := max(0, len(p.windows)-maxPictureWindows)
	if skipped > 0 {
		r.notice(Notice{Text: fmt.Sprintf("Of %d windows the newest %d are drawn.", len(p.windows), maxPictureWindows)})
		p.windows, p.of = p.windows[skipped:], p.of[skipped:]
	}
	all := make([]int, len(p.windows))
	for i := range all {
		all[i] = i
	}
	current, references, err := r.tallies(ctx, p, how.columns, how.keyings, []int{c}, how.groups, all)
	if err != nil {
		return nil, err
	}
	var ref *reference
	var before *tally
	if n := len(p.windows); n > 0 { // references that move with the window are drawn as they are for the newest
		ref, before = p.references[p.of[n-1]], references[p.of[n-1]]
	} else if len(p.references) > 0 {
		ref, before = p.references[0], references[0]
	}
	var nowMoments, beforeMoments momentTable
	if column.kind == model.Numeric {
		if nowMoments, err = r.moments(ctx, p.log, []store.Column{column.current}, how.groups, steps(p.windows)); err != nil {
			return nil, err
		}
		if ref != nil && len(ref.windows) > 0 {
			source := column.in(!ref.foreign)
			if beforeMoments, err = r.moments(ctx, ref.relation, []store.Column{source}, how.groups, steps(ref.windows)); err != nil {
				return nil, err
			}
		}
	}
	var pictures []Picture
	for s, segment := range verdicts.Segments {
		key := SegmentKey(segment)
		pic := Picture{Feature: column.name, Numeric: column.kind == model.Numeric, Segment: segment}
		var lists []*counts.Counts // the reference first
		var reference *counts.Counts
		if ref != nil {
			parts := make([]*counts.Counts, 0, len(ref.windows))
			var moments *store.Moments
			for _, w := range ref.windows {
				part, err := before.of(0, w, key)
				if err != nil {
					r.notice(Notice{Text: fmt.Sprintf("Feature %q could not be counted.", column.name), Detail: err.Error(), Severe: true})
					return nil, nil
				}
				if part != nil {
					parts = append(parts, part)
				}
				if beforeMoments != nil {
					if m := beforeMoments.of(0, w, key); m != nil {
						moments = addMoments(moments, m)
					}
				}
			}
			if len(parts) > 0 {
				if reference, err = counts.Merge(parts...); err != nil {
					return nil, err
				}
				pic.Reference = sampleOf(reference, moments)
				pic.Reference.From, pic.Reference.To = ref.windows[0].Interval, ref.windows[len(ref.windows)-1].Interval
			}
		}
		lists = append(lists, reference)
		for i, w := range p.windows {
			now, err := current.of(0, w, key)
			if err != nil {
				r.notice(Notice{Text: fmt.Sprintf("Feature %q could not be counted.", column.name), Detail: err.Error(), Severe: true})
				return nil, nil
			}
			lists = append(lists, now)
			var moments *store.Moments
			if nowMoments != nil {
				moments = nowMoments.of(0, w, key)
			}
			out := PictureWindow{Window: w, InReference: verdicts.Windows[skipped+i].InReference, Sample: sampleOf(now, moments)}
			out.Sample.From, out.Sample.To = w.Interval, w.Interval
			out.Row = verdicts.Row(skipped+i, shownAt, s)
			pic.Windows = append(pic.Windows, out)
		}
		if pic.Numeric {
			pic.drawBins(lists)
		} else {
			for i := range lists {
				lists[i] = counts.Rename(lists[i], column.labels)
			}
			pic.drawCategories(lists)
		}
		if pic.Edges != nil || pic.Categories != nil || pic.Reference != nil {
			pictures = append(pictures, pic)
		}
	}
	return pictures, nil
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
	if c.Kind != counts.String && c.Len() > 0 {
		s.Quantiles = c.Quantiles(QuantilePoints...)
	}
	return s
}

// samples are the reference, if any, and the windows.
func (pic *Picture) samples() []*Sample {
	all := []*Sample{pic.Reference}
	for i := range pic.Windows {
		all = append(all, pic.Windows[i].Sample)
	}
	return all
}

func (pic *Picture) drawBins(lists []*counts.Counts) {
	lines := make([]line, len(lists))
	for i, c := range lists {
		lines[i] = lineOf(c)
		pic.ErrorBound = pic.ErrorBound || c != nil && c.Kind == counts.Cell
	}
	if pic.Edges = edgesFor(lines...); pic.Edges == nil {
		return
	}
	for i, s := range pic.samples() {
		if s != nil {
			s.Counts, s.Below, s.Above = lines[i].binned(pic.Edges)
		}
	}
}

func (pic *Picture) drawCategories(lists []*counts.Counts) {
	// The largest share on any side decides what is worth a bar.
	weight := map[string]float64{}
	tables := make([]map[string]float64, len(lists))
	for i, c := range lists {
		tables[i] = map[string]float64{}
		if c == nil {
			continue
		}
		total := c.Total()
		for k, name := range names(c) {
			tables[i][name] += c.W[k]
			weight[name] = max(weight[name], tables[i][name]/total)
		}
	}
	categories := sortedKeys(weight)
	sort.SliceStable(categories, func(a, b int) bool { return weight[categories[a]] > weight[categories[b]] })
	shown := categories[:min(len(categories), shownCategories)]
	rest := categories[len(shown):]
	pic.Categories = slices.Clone(shown)
	if len(rest) > 0 {
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
		for _, name := range rest {
			s.Others += tables[i][name]
		}
		if len(rest) > 0 {
			s.Counts[len(shown)] = s.Others
		}
	}
}

// names of the keys of counts, as text.
func names(c *counts.Counts) []string {
	if c.Kind == counts.String {
		return c.Strings
	}
	out := make([]string, c.Len())
	for i := range out {
		out[i] = c.Key(i)
	}
	return out
}
