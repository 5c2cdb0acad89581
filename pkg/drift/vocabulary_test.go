package drift

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
)

// A log of search terms: half of the rows are of some hundred frequent terms, the others of terms that hardly ever come twice.
type terms struct {
	draws
	next int
}

func (l *terms) window(m int, frequent func() string) *counts.Counts {
	return l.names(m, func() string {
		if l.IntN(2) == 0 {
			return frequent()
		}
		l.next++
		return fmt.Sprint("session ", l.next)
	})
}

func (l *terms) ordinary() string { return fmt.Sprint("term ", int(l.ExpFloat64()*60)) }

// onVocabulary counts windows as a store does that knows frequent names of the reference's sample only.
func onVocabulary(t *testing.T, sample *counts.Counts, windows ...*counts.Counts) []*counts.Counts {
	t.Helper()
	v := must(counts.NewVocabulary(sample))
	out := make([]*counts.Counts, len(windows))
	for i, c := range windows {
		out[i] = must(v.Count(c))
	}
	return out
}

// Names are folded by the same hash wherever that happens: on a vocabulary a verdict on many names is what it is by exact counts.
func TestVocabularyVerdicts(t *testing.T) {
	l := &terms{draws: newDraws(71)}
	reference := make([]*counts.Counts, 10)
	for i := range reference {
		reference[i] = l.window(4000, l.ordinary)
	}
	sample := must(counts.Merge(reference...))
	moved := func() string {
		if l.IntN(3) == 0 {
			return "term 7"
		}
		return l.ordinary()
	}
	for name, now := range map[string]*counts.Counts{"as before": l.window(4000, l.ordinary), "a term has become frequent": l.window(4000, moved)} {
		exact := judged(t, model.Categorical, reference, now, Options{})
		places := onVocabulary(t, sample, append(slices.Clone(reference), now)...)
		words := judged(t, model.Categorical, places[:10], places[10], Options{})
		if want := name != "as before"; (exact.Outcome == Drifted) != want || words.Outcome != exact.Outcome {
			t.Errorf("%s: exact %s, on a vocabulary %s", name, exact.Outcome, words.Outcome)
		}
		if near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*(1+math.Abs(b)) }; !near(words.Statistic, exact.Statistic) ||
			!near(words.Effect, exact.Effect) || !near(words.Noise, exact.Noise) || !strings.Contains(words.Note, "lower bound") || words.NewShare > exact.NewShare {
			t.Errorf("%s: exact %+v\non a vocabulary %+v", name, exact, words)
		}
	}
}

// Ids that are new every day are no drift, by any method; a shift of the frequent names is one by each.
func TestManyNamesByEveryMethod(t *testing.T) {
	l := &terms{draws: newDraws(72)}
	reference := make([]*counts.Counts, 12)
	for i := range reference {
		reference[i] = l.window(5000, l.ordinary)
	}
	sample := must(counts.Merge(reference...))
	shifted := func() string {
		if l.IntN(2) == 0 {
			return "term 7"
		}
		return l.ordinary()
	}
	windows := onVocabulary(t, sample, append(slices.Clone(reference), l.window(5000, l.ordinary), l.window(5000, l.ordinary), l.window(5000, shifted))...)
	for _, m := range Own() {
		if !slices.Contains(m.Kinds, model.Categorical) {
			continue
		}
		for i, want := range []Outcome{Fine, Fine, Drifted} {
			v := judged(t, model.Categorical, windows[:12], windows[12+i], Options{Method: m.ID})
			if v.Outcome != want {
				t.Errorf("%s, window %d: %s (statistic %.3g, effect %.3g, threshold %.3g, p %.3g), want %s", m.ID, i, v.Outcome, v.Statistic, v.Effect, v.Threshold, v.P, want)
			}
		}
	}
}

// A column of few names that fills with ids has nothing in its buckets before: what is new is known without their names, at least.
func TestNewNamesInBuckets(t *testing.T) {
	l := &terms{draws: newDraws(73)}
	reference := make([]*counts.Counts, 8)
	for i := range reference {
		reference[i] = l.names(2000, l.phone)
	}
	now := l.window(2000, l.phone)
	windows := onVocabulary(t, must(counts.Merge(reference...)), append(slices.Clone(reference), now)...)
	v := judged(t, model.Categorical, windows[:8], windows[8], Options{})
	if v.Outcome != Drifted || math.Abs(v.NewShare-0.5) > 0.05 || len(v.NewValues) > 0 {
		t.Errorf("half of the rows are new: %+v", v)
	}
}
