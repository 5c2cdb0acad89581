package drift

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/law"
	"github.com/tideline-ml/tideline/pkg/drift/method"
	"github.com/tideline-ml/tideline/pkg/model"
)

// draws makes windows of normal values, rounded as a sensor would, with a daily wander of the mean.
type draws struct{ *rand.Rand }

func newDraws(seed uint64) draws { return draws{rand.New(rand.NewPCG(seed, 99))} }

func (d draws) normal(m int, mean, sd float64) *counts.Counts {
	return d.floats(m, func() float64 { return mean + sd*d.NormFloat64() })
}

func (d draws) floats(m int, draw func() float64) *counts.Counts {
	values := make([]float64, m)
	for i := range values {
		values[i] = math.Round(draw()*100) / 100
	}
	return must(counts.FromFloats(values, nil))
}

func (d draws) names(m int, draw func() string) *counts.Counts {
	values := make([]string, m)
	for i := range values {
		values[i] = draw()
	}
	return must(counts.FromStrings(values, nil))
}

// wandering is a reference of so many windows of m normal values.
func (d draws) wandering(windows, m int, wander float64) []*counts.Counts {
	list := make([]*counts.Counts, windows)
	for i := range list {
		list[i] = d.normal(m, wander*d.NormFloat64(), 1)
	}
	return list
}

// phone draws one of a few names with unequal shares.
func (d draws) phone() string {
	return fmt.Sprintf("phone %d", int(d.ExpFloat64()*2))
}

func (d draws) phones(windows, m int) []*counts.Counts {
	list := make([]*counts.Counts, windows)
	for i := range list {
		list[i] = d.names(m, d.phone)
	}
	return list
}

// withMissing adds nulls until they are the given share of all rows.
func withMissing(c *counts.Counts, share float64) *counts.Counts {
	d := *c
	d.Null = math.Round(c.Rows * share / (1 - share))
	d.Rows += d.Null
	return &d
}

// judged is the final verdict of a family of one.
func judged(t *testing.T, kind string, reference []*counts.Counts, current *counts.Counts, o Options) *Verdict {
	t.Helper()
	b, err := NewBaseline(kind, reference, nil)
	if err != nil {
		t.Fatal(err)
	}
	v := b.Judge(current, o)
	Correct([]*Verdict{v}, o)
	return v
}

// Every method, correction, rule and kind of noise, on windows from unchanged to unlike: severity ≥ 1 ⇔ drifted, numbers in their ranges.
func TestEveryVerdict(t *testing.T) {
	d := newDraws(1)
	numeric := map[int][]*counts.Counts{1: d.wandering(1, 400, 0.03), 5: d.wandering(5, 200, 0.03), 12: d.wandering(12, 200, 0.03)}
	named := map[int][]*counts.Counts{1: d.phones(1, 400), 5: d.phones(5, 200), 12: d.phones(12, 200)}
	currents := map[string][]*counts.Counts{
		model.Numeric: {d.normal(200, 0, 1), d.normal(200, 0.3, 1), d.normal(200, 3, 1), withMissing(d.normal(200, 0, 1), 0.4),
			d.floats(60, func() float64 { return 7 }), d.normal(20, 0, 1)},
		model.Categorical: {d.names(200, d.phone), d.names(200, func() string { return "phone 0" }), withMissing(d.names(200, d.phone), 0.3),
			d.names(200, func() string { return fmt.Sprint("new ", d.IntN(3)) })},
	}
	outcomes := map[Outcome]int{}
	for _, m := range Own() {
		for kind, list := range currents {
			for windows := range numeric {
				reference := numeric[windows]
				if kind == model.Categorical {
					reference = named[windows]
				}
				b, err := NewBaseline(kind, reference, nil)
				if err != nil {
					t.Fatal(err)
				}
				for i, c := range list {
					for n, correction := range corrections {
						o := Options{Method: m.ID, Correction: correction, Rule: []string{"both", "threshold", "test"}[n%3], Noise: []string{"both", "sampling"}[n%2]}
						v := b.Judge(c, o)
						Correct([]*Verdict{v}, o)
						outcomes[v.Outcome]++
						name := fmt.Sprintf("%s %s R=%d window %d %s %+v", m.ID, kind, windows, i, correction, v)
						if (v.Severity >= 1) != (v.Outcome == Drifted) {
							t.Fatalf("severity and outcome disagree: %s", name)
						}
						switch v.Outcome {
						case Drifted, Fine:
							if !(v.Severity >= 0 && v.Severity <= 10) || !(v.Effect >= 0) || !(v.Noise >= 0) || !(v.Inflation >= 1) {
								t.Errorf("out of range: %s", name)
							}
							if !(v.P >= 0 && v.P <= 1) && v.PBasis != method.BasisNone {
								t.Errorf("p: %s", name)
							}
							if v.EffectLow > v.Effect+1e-9 || v.EffectHigh < v.Effect-1e-9 {
								t.Errorf("interval without the effect: %s", name)
							}
						case Failed:
							if kind == model.Numeric || v.Note == "" {
								t.Errorf("failed: %s", name)
							}
						}
					}
				}
			}
		}
	}
	for _, o := range []Outcome{Drifted, Fine, NotEnough, Failed} {
		if outcomes[o] == 0 {
			t.Errorf("no verdict was %s", o)
		}
	}
}

// What has no answer has a defined one.
func TestDegenerateWindows(t *testing.T) {
	d := newDraws(2)
	nan, inf := math.NaN(), math.Inf(1)
	constant := func(m int, x float64) *counts.Counts { return d.floats(m, func() float64 { return x }) }
	nothing := must(counts.OfFloats(nil, nil, nil, counts.Other{Null: 200}))
	whole := must(counts.FromInts([]int64{9007199254740993, 9007199254740992, 9007199254740993, 9007199254740995}, []float64{100, 50, 20, 30}))
	for _, c := range []struct {
		name      string
		kind      string
		reference []*counts.Counts
		current   *counts.Counts
		want      Outcome
		cause     string
	}{
		{"no window", model.Numeric, d.wandering(8, 200, 0), nil, NotEnough, ""},
		{"an empty window", model.Numeric, d.wandering(8, 200, 0), counts.Empty(counts.Float, nil), NotEnough, ""},
		{"no reference", model.Numeric, nil, d.normal(200, 0, 1), NoReference, ""},
		{"a reference of empty windows", model.Numeric, []*counts.Counts{nil, counts.Empty(counts.Float, nil)}, d.normal(200, 0, 1), NoReference, ""},
		{"few rows", model.Numeric, d.wandering(8, 200, 0), d.normal(49, 5, 1), NotEnough, ""},
		{"few reference rows", model.Numeric, d.wandering(1, 49, 0), d.normal(200, 5, 1), NotEnough, ""},
		{"few values among nulls", model.Numeric, []*counts.Counts{withMissing(d.normal(300, 0, 1), 0.9), withMissing(d.normal(300, 0, 1), 0.9)},
			withMissing(d.normal(30, 0, 1), 0.9), NotEnough, ""},
		{"all null, as ever", model.Numeric, []*counts.Counts{nothing, nothing, nothing, nothing}, nothing, Fine, ""},
		{"all null, suddenly", model.Numeric, d.wandering(8, 200, 0), nothing, Drifted, causeMissing},
		{"values where there were none", model.Numeric, []*counts.Counts{nothing, nothing, nothing, nothing, nothing, nothing}, d.normal(200, 0, 1), Drifted, causeMissing},
		{"the same constant", model.Numeric, []*counts.Counts{constant(200, 3), constant(200, 3), constant(200, 3), constant(200, 3)}, constant(200, 3), Fine, ""},
		{"another constant", model.Numeric, []*counts.Counts{constant(200, 3), constant(200, 3), constant(200, 3), constant(200, 3)}, constant(200, 4), Drifted, causeNew},
		{"another constant, one reference window", model.Numeric, []*counts.Counts{constant(200, 3)}, constant(200, 4), Drifted, causeNew},
		{"a constant where values vary", model.Numeric, d.wandering(8, 200, 0), constant(200, 0), Drifted, causeDistribution},
		{"huge integers", model.Numeric, []*counts.Counts{whole, whole, whole, whole, whole}, whole, Fine, ""},
		{"integers against floats", model.Numeric, []*counts.Counts{whole}, d.normal(200, 0, 1), Failed, ""},
		{"text in a numeric feature", model.Numeric, d.wandering(8, 200, 0), d.names(200, d.phone), Failed, ""},
		{"one category", model.Categorical, []*counts.Counts{d.names(200, func() string { return "a" })}, d.names(200, func() string { return "a" }), Fine, ""},
		{"another category", model.Categorical, []*counts.Counts{d.names(200, func() string { return "a" })}, d.names(200, func() string { return "b" }), Drifted, ""},
	} {
		v := judged(t, c.kind, c.reference, c.current, Options{})
		if v.Outcome != c.want || c.cause != "" && v.Cause != c.cause {
			t.Errorf("%s: %s (%s), want %s %s: %+v", c.name, v.Outcome, v.Cause, c.want, c.cause, v)
		}
		if v.Outcome != Drifted && v.Outcome != Fine && v.Note == "" {
			t.Errorf("%s: no note", c.name)
		}
	}
	for _, rows := range []int{200, 301, 997} { // shares of 1 that are rounded to more
		for windows := 1; windows < 30; windows++ {
			reference := make([]*counts.Counts, windows)
			for i := range reference {
				reference[i] = weighted(d.names(rows, func() string { return "a" }), 0.1)
			}
			if v := judged(t, model.Categorical, reference, d.names(rows, func() string { return "a" }), Options{MinRows: 10}); v.Outcome != Fine || v.Effect > 1e-9 || !(v.Noise >= 0) {
				t.Errorf("one category in %d windows of %d rows: %+v", windows, rows, v)
			}
		}
	}
	if v := variationNoise([]float64{1 + 0x1p-52}, 100); !(v >= 0) {
		t.Errorf("noise of a share above 1: %v", v)
	}
	rows := make([]float64, 200)
	for i := range rows {
		switch {
		case i < 60:
			rows[i] = inf
		case i < 90:
			rows[i] = -inf
		case i < 100:
			rows[i] = nan
		default:
			rows[i] = 1
		}
	}
	infinite := must(counts.FromFloats(rows, nil))
	if v := judged(t, model.Numeric, d.wandering(8, 200, 0), infinite, Options{}); v.Outcome != Drifted || !strings.Contains(v.Note, "90 values are infinite") {
		t.Errorf("infinities: %+v", v)
	}
	if _, err := NewBaseline(model.Numeric, []*counts.Counts{d.names(100, d.phone)}, nil); err == nil {
		t.Error("a numeric reference of text")
	}
	if _, err := NewBaseline(model.Numeric, d.wandering(3, 50, 0), []int{1}); err == nil {
		t.Error("season groups of another length")
	}
	if v := judged(t, model.Numeric, d.wandering(8, 200, 0), d.normal(200, 0, 1), Options{Method: "no such"}); v.Outcome != Failed || !strings.Contains(v.Note, "wasserstein") {
		t.Errorf("an unknown method: %+v", v)
	}
}

// Integers, floats and a grid of the same values say the same.
func TestKindsOfKeysAgree(t *testing.T) {
	d := newDraws(3)
	ints := func(m int, mean float64) *counts.Counts {
		values := make([]int64, m)
		for i := range values {
			values[i] = int64(math.Round(mean + 20*d.NormFloat64()))
		}
		return must(counts.FromInts(values, nil))
	}
	floats := func(c *counts.Counts) *counts.Counts {
		keys := make([]float64, len(c.Ints))
		for i, v := range c.Ints {
			keys[i] = float64(v)
		}
		return must(counts.OfFloats(keys, c.W, nil, counts.Other{}))
	}
	reference, asFloats := make([]*counts.Counts, 8), make([]*counts.Counts, 8)
	for i := range reference {
		reference[i] = ints(500, 100)
		asFloats[i] = floats(reference[i])
	}
	current := ints(500, 108)
	want := judged(t, model.Numeric, reference, current, Options{})
	mixed := append([]*counts.Counts{withHalf(asFloats[0])}, reference[1:]...)
	for name, v := range map[string]*Verdict{
		"floats":                      judged(t, model.Numeric, asFloats, floats(current), Options{}),
		"integers against floats":     judged(t, model.Numeric, reference, floats(current), Options{}),
		"integers against a fraction": judged(t, model.Numeric, reference, withHalf(floats(current)), Options{}),
		"both against integers":       judged(t, model.Numeric, mixed, current, Options{}),
	} {
		if math.Abs(v.Effect-want.Effect) > 0.02 || math.Abs(math.Log(v.P/want.P)) > 1.5 || v.Outcome != want.Outcome {
			t.Errorf("%s: effect %v p %v %s, integers have %v %v %s", name, v.Effect, v.P, v.Outcome, want.Effect, want.P, want.Outcome)
		}
	}
}

// withHalf moves one row from the first key half a step down.
func withHalf(c *counts.Counts) *counts.Counts {
	d := *c
	d.Floats = append([]float64{c.Floats[0] - 0.5}, c.Floats...)
	d.W = append([]float64{1}, c.W...)
	d.Rows++
	return &d
}

// Leaving a window out is the same as never having had it.
func TestWithout(t *testing.T) {
	d := newDraws(4)
	reference := d.wandering(12, 300, 0.05)
	reference[3], reference[7] = nil, withMissing(reference[7], 0.1)
	b := must(NewBaseline(model.Numeric, reference, nil))
	if b.Without(3) != b || b.Without(-1) != b || b.Without(99) != b {
		t.Error("leaving out what is not there makes another reference")
	}
	for i, w := range reference {
		if w == nil {
			continue
		}
		rest := append(append([]*counts.Counts{}, reference[:i]...), reference[i+1:]...)
		fresh := must(NewBaseline(model.Numeric, rest, nil))
		left := b.Without(i)
		if !left.Pooled().Equal(fresh.Pooled()) {
			t.Fatalf("window %d is still in the pooled reference", i)
		}
		for _, m := range []string{"auto", "ks", "psi"} {
			got, want := left.Judge(w, Options{Method: m}), fresh.Judge(w, Options{Method: m})
			if math.Abs(got.Statistic-want.Statistic) > 0.02*want.Statistic || math.Abs(math.Log(got.P/want.P)) > 0.7 {
				t.Errorf("%s of window %d: %v p %v, afresh %v p %v", m, i, got.Statistic, got.P, want.Statistic, want.P)
			}
		}
	}
	if twice := b.Without(0).Without(1); !twice.Pooled().Equal(b.Without(1).Without(0).Pooled()) || twice.Windows() != 9 {
		t.Errorf("two windows left out: %d windows remain", twice.Windows())
	}
	whole := must(counts.Merge(reference...))
	if !b.Pooled().Equal(whole) {
		t.Error("pooled is not the windows together")
	}
	named := d.phones(9, 200)
	names := must(NewBaseline(model.Categorical, named, nil)).Without(2)
	fresh := must(NewBaseline(model.Categorical, append(append([]*counts.Counts{}, named[:2]...), named[3:]...), nil))
	got, want := names.Judge(named[2], Options{}), fresh.Judge(named[2], Options{})
	if math.Abs(got.P-want.P) > 1e-9 || math.Abs(got.Effect-want.Effect) > 1e-9 {
		t.Errorf("categories: %+v, afresh %+v", got, want)
	}
}

// Equal questions give equal bytes, however many ask at once.
func TestDeterminism(t *testing.T) {
	d := newDraws(5)
	numeric, named := d.wandering(12, 300, 0.05), d.phones(12, 300)
	a, c := d.normal(300, 0.3, 1.1), withMissing(d.names(300, d.phone), 0.05)
	ask := func(b, n *Baseline) string {
		var all []string
		for _, m := range Own() {
			all = append(all, fmt.Sprintf("%+v", *b.Judge(a, Options{Method: m.ID})), fmt.Sprintf("%+v", *n.Judge(c, Options{Method: m.ID})),
				fmt.Sprintf("%+v", *b.Without(2).Judge(a, Options{Method: m.ID})))
		}
		return strings.Join(all, "\n")
	}
	make := func() (*Baseline, *Baseline) {
		return must(NewBaseline(model.Numeric, numeric, nil)), must(NewBaseline(model.Categorical, named, nil))
	}
	want := ask(make())
	for _, processors := range []int{1, 8} {
		before := runtime.GOMAXPROCS(processors)
		b, n := make()
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if got := ask(b, n); got != want {
					t.Errorf("another answer to the same question, %d processors", processors)
				}
			})
		}
		wg.Wait()
		runtime.GOMAXPROCS(before)
	}
}

// A verdict on numbers does not depend on their unit, one on categories not on their names.
func TestUnitsAndNamesDoNotMatter(t *testing.T) {
	d := newDraws(6)
	reference, current := d.wandering(10, 300, 0.05), d.normal(300, 0.25, 1.2)
	moved := func(c *counts.Counts) *counts.Counts {
		keys := make([]float64, len(c.Floats))
		for i, x := range c.Floats {
			keys[i] = 1024*x + 4096
		}
		e := *c
		e.Floats = keys
		return &e
	}
	other := make([]*counts.Counts, len(reference))
	for i, c := range reference {
		other[i] = moved(c)
	}
	a, b := judged(t, model.Numeric, reference, current, Options{}), judged(t, model.Numeric, other, moved(current), Options{})
	if math.Abs(a.Effect-b.Effect) > 1e-9 || math.Abs(a.P/b.P-1) > 1e-6 || math.Abs(a.EffectHigh-b.EffectHigh) > 1e-9 {
		t.Errorf("in another unit: %+v, before %+v", b, a)
	}
	swap := strings.NewReplacer("0", "9", "9", "0", "1", "8", "8", "1")
	renamed := func(c *counts.Counts) *counts.Counts {
		var names []string
		var w []float64
		for i, s := range c.Strings {
			names, w = append(names, swap.Replace(s)), append(w, c.W[i])
		}
		e := must(counts.FromStrings(names, w))
		e.W2 = nil
		return e
	}
	named, now := d.phones(10, 300), d.names(300, func() string { return fmt.Sprintf("phone %d", int(d.ExpFloat64()*2.5)) })
	for i, c := range named {
		other[i] = renamed(c)
	}
	a, b = judged(t, model.Categorical, named, now, Options{}), judged(t, model.Categorical, other, renamed(now), Options{})
	if math.Abs(a.Effect-b.Effect) > 1e-9 || math.Abs(a.P/b.P-1) > 1e-6 {
		t.Errorf("under other names: %+v, before %+v", b, a)
	}
}

// One corrupt row must not decide, however wrong it is; one in five must.
func TestOneCorruptRow(t *testing.T) {
	d := newDraws(7)
	reference := d.wandering(14, 400, 0.02)
	for _, x := range []float64{1e12, -1e300, math.Inf(1)} {
		n := 0
		corrupt := d.floats(400, func() float64 {
			n++
			if n == 1 {
				return x
			}
			return d.NormFloat64()
		})
		if v := judged(t, model.Numeric, reference, corrupt, Options{}); v.Outcome != Fine {
			t.Errorf("one row of %v: %+v", x, v)
		}
		many := d.floats(400, func() float64 {
			if d.IntN(5) == 0 {
				return x
			}
			return d.NormFloat64()
		})
		if v := judged(t, model.Numeric, reference, many, Options{}); v.Outcome != Drifted {
			t.Errorf("one row in five of %v: %+v", x, v)
		}
	}
	// A reference with such a row is still a reference.
	n := 0
	reference[5] = d.floats(400, func() float64 {
		n++
		if n == 7 {
			return 1e15
		}
		return d.NormFloat64()
	})
	if v := judged(t, model.Numeric, reference, d.normal(400, 0.6, 1), Options{}); v.Outcome != Drifted {
		t.Errorf("a shift against a reference with one corrupt row: %+v", v)
	}
}

// The largest and the smallest floats are values like others: verdicts do not depend on the unit of a column.
func TestValuesAtTheEndsOfFloat64(t *testing.T) {
	exactly := func(m int, draw func() float64) *counts.Counts {
		values := make([]float64, m)
		for i := range values {
			values[i] = draw()
		}
		return must(counts.FromFloats(values, nil))
	}
	ends := []float64{1e308, -1e308, 0, math.Copysign(0, -1), 5e-324}
	for _, windows := range []int{1, 8} {
		for _, m := range Own() {
			if !slices.Contains(m.Kinds, model.Numeric) {
				continue
			}
			if m.ID == "wasserstein_raw" { // its square has no number here, and a verdict says so
				continue
			}
			d := newDraws(22)
			o := Options{Method: m.ID}
			column := func() float64 { return ends[d.IntN(len(ends))] }
			reference := make([]*counts.Counts, windows)
			for i := range reference {
				reference[i] = exactly(400, column)
			}
			if v := judged(t, model.Numeric, reference, exactly(400, column), o); v.Outcome != Fine || !(v.Statistic > 0) && m.ID != "cramers_v" || math.IsInf(v.Statistic, 0) {
				t.Errorf("%s, R=%d, quiet: %+v", m.ID, windows, v)
			}
			moved := exactly(400, func() float64 {
				if d.IntN(2) == 0 {
					return 1e308
				}
				return column()
			})
			if v := judged(t, model.Numeric, reference, moved, o); v.Outcome != Drifted || !(v.Statistic > 0) || math.IsInf(v.Statistic, 0) {
				t.Errorf("%s, R=%d, half of the rows at 1e308: %+v", m.ID, windows, v)
			}
		}
	}
	// Equal draws in other units get equal verdicts.
	for _, windows := range []int{1, 8} {
		of := func(unit float64) *Verdict {
			d := newDraws(23)
			reference := make([]*counts.Counts, windows)
			for i := range reference {
				reference[i] = exactly(300, func() float64 { return d.NormFloat64() * unit })
			}
			return judged(t, model.Numeric, reference, exactly(300, func() float64 { return (d.NormFloat64() + 0.4) * unit }), Options{})
		}
		want := of(1)
		for _, exponent := range []int{1020, 700, -700, -1000} {
			if v := of(math.Ldexp(1, exponent)); math.Abs(v.Statistic-want.Statistic) > 1e-9 || math.Abs(v.Severity-want.Severity) > 1e-9 {
				t.Errorf("unit 2^%d: %+v, want %+v", exponent, v, want)
			}
		}
	}
	// One far value in the reference does not take the others' scale.
	d := newDraws(24)
	reference := d.wandering(14, 400, 0.02)
	n := 0
	reference[5] = exactly(400, func() float64 {
		n++
		if n == 7 {
			return 1e308
		}
		return d.NormFloat64()
	})
	if v := judged(t, model.Numeric, reference, d.normal(400, 0.6, 1), Options{}); v.Outcome != Drifted || math.Abs(v.Statistic-0.6) > 0.15 {
		t.Errorf("a shift against a reference with one row of 1e308: %+v", v)
	}
}

// Missing and new values are causes of their own, and ordinary shares of them are not.
func TestMissingAndNewValues(t *testing.T) {
	d := newDraws(8)
	reference, named := make([]*counts.Counts, 12), make([]*counts.Counts, 12)
	for i := range reference {
		reference[i] = withMissing(d.normal(300, 0, 1), 0.05+0.02*d.Float64())
		named[i] = withMissing(d.names(300, d.phone), 0.03*d.Float64())
	}
	v := judged(t, model.Numeric, reference, withMissing(d.normal(300, 0, 1), 0.06), Options{})
	if v.Outcome != Fine || math.Abs(v.NullShare-0.06) > 0.003 || math.Abs(v.ReferenceNullShare-0.06) > 0.01 {
		t.Errorf("an ordinary share of nulls: %+v", v)
	}
	v = judged(t, model.Numeric, reference, withMissing(d.normal(300, 0, 1), 0.2), Options{})
	if v.Outcome != Drifted || v.Cause != causeMissing || math.Abs(v.Effect-0.14) > 0.02 || !strings.Contains(v.Note, "share of missing values") || v.Threshold != shareThreshold {
		t.Errorf("three times as many nulls: %+v", v)
	}
	for _, noise := range []string{"both", "sampling"} {
		n := 0
		fresh := d.names(300, func() string {
			n++
			if n%8 == 0 {
				return "new phone"
			}
			return d.phone()
		})
		v = judged(t, model.Categorical, named, fresh, Options{Noise: noise})
		if v.Outcome != Drifted || math.Abs(v.NewShare-37.0/300) > 0.02 || v.NewValues[0].Name != "new phone" || v.NewValues[0].Share != 37.0/300 {
			t.Errorf("%s: one row in eight of a new category: %+v", noise, v)
		}
	}
	gone := d.names(300, func() string { return "phone " + d.phone()[6:] + "x" })
	if v = judged(t, model.Categorical, named, gone, Options{}); v.NewShare < 0.9 || len(v.GoneValues) == 0 || v.GoneValues[0].Name != "phone 0" ||
		math.Abs(v.GoneValues[0].Share-0.39) > 0.05 || !slices.IsSortedFunc(v.GoneValues, func(a, b Value) int { return cmp.Compare(b.Share, a.Share) }) {
		t.Errorf("all names are others now: %+v", v)
	}
	one := 0
	single := d.names(300, func() string {
		one++
		if one == 1 {
			return "typo"
		}
		return d.phone()
	})
	if v = judged(t, model.Categorical, named, single, Options{}); v.Outcome != Fine || !(v.NewShare > 0) {
		t.Errorf("one row of a new category: %+v", v)
	}
	// Names that are new in every window, as part of ordinary life, are not news.
	id := 0
	long := func() string { id++; return fmt.Sprint("session ", id) }
	for i := range named {
		named[i] = d.names(300, long)
	}
	if v = judged(t, model.Categorical, named, d.names(300, long), Options{}); v.Outcome != Fine || v.NewShare != 1 || len(v.NewValues)+len(v.GoneValues) > 0 {
		t.Errorf("always new: %+v", v)
	}
}

// Whatever part of a feature decides, the statistic is the one that was asked for.
func TestStatisticIsTheMethodsOwn(t *testing.T) {
	d := newDraws(21)
	digit := func() float64 { return float64(d.IntN(9)) }
	reference, named := make([]*counts.Counts, 10), make([]*counts.Counts, 10)
	for i := range reference {
		reference[i], named[i] = d.floats(400, digit), d.names(400, d.phone)
	}
	n := 0
	fresh := func() bool { n++; return n%5 < 2 }
	numbers := d.floats(400, func() float64 {
		if fresh() {
			return 9
		}
		return digit()
	})
	words := d.names(400, func() string {
		if fresh() {
			return "new phone"
		}
		return d.phone()
	})
	others := 0
	for _, c := range []struct {
		kind      string
		reference []*counts.Counts
		current   *counts.Counts
		cause     string
	}{
		{model.Numeric, reference, numbers, causeNew}, {model.Categorical, named, words, causeNew},
		{model.Numeric, reference, withMissing(d.floats(400, digit), 0.4), causeMissing},
	} {
		pair := must(method.NewPair(must(counts.Merge(c.reference...)), c.current))
		for _, m := range Own() {
			if m.Statistic == nil || !slices.Contains(m.Kinds, c.kind) {
				continue
			}
			v := judged(t, c.kind, c.reference, c.current, Options{Method: m.ID})
			if want := m.Measure(pair).Statistic; math.Abs(v.Statistic-want) > 1e-9 {
				t.Errorf("%s, %s: statistic %v, want %v", m.ID, c.cause, v.Statistic, want)
			}
			if v.Cause != causeDistribution {
				others++
				if v.Cause != c.cause || v.Threshold != shareThreshold || !strings.Contains(v.Note, "effect and threshold are of the share of "+c.cause) {
					t.Errorf("%s: %+v", m.ID, v)
				}
			}
			if (v.Severity >= 1) != (v.Outcome == Drifted) || v.Outcome != Drifted {
				t.Errorf("%s: %+v", m.ID, v)
			}
		}
	}
	if others < 10 {
		t.Errorf("only %d verdicts were of another part", others)
	}
	// The statistic is unknown where there are too few values for it, and where a constant gives it no unit.
	if v := judged(t, model.Numeric, reference, withMissing(d.floats(20, digit), 0.95), Options{}); v.Outcome != Drifted || !math.IsNaN(v.Statistic) || !math.IsNaN(v.Noise) {
		t.Errorf("hardly any values: %+v", v)
	}
	constant := func(x float64) *counts.Counts { return d.floats(200, func() float64 { return x }) }
	for _, windows := range [][]*counts.Counts{{constant(3)}, {constant(3), constant(3), constant(3), constant(3)}} {
		if v := judged(t, model.Numeric, windows, constant(4), Options{}); v.Cause != causeNew || !math.IsNaN(v.Statistic) || !strings.Contains(v.Note, constantNote) {
			t.Errorf("another constant: %+v", v)
		}
	}
}

// Quiet windows stay quiet and shifts are found: a coarse guard; the measured rates are in docs/verdicts.md.
func TestRates(t *testing.T) {
	d := newDraws(9)
	const references, windows, m = 60, 14, 400
	quiet, weekly, shifted := 0, 0, 0
	for range references {
		b := must(NewBaseline(model.Numeric, d.wandering(windows, m, 0.04), nil))
		for range 5 {
			v := b.Judge(d.normal(m, 0.04*d.NormFloat64(), 1), Options{})
			Correct([]*Verdict{v}, Options{})
			quiet += boolInt(v.Outcome == Drifted)
		}
		v := b.Judge(d.normal(m, 0.5, 1), Options{})
		Correct([]*Verdict{v}, Options{})
		shifted += boolInt(v.Outcome == Drifted)
		// A rhythm that the reference is not matched by.
		list := make([]*counts.Counts, windows)
		for i := range list {
			list[i] = d.normal(m, 0.3*law.BoolShare(i%7 >= 5), 1)
		}
		b = must(NewBaseline(model.Numeric, list, nil))
		for i := range 7 {
			v := b.Judge(d.normal(m, 0.3*law.BoolShare(i >= 5), 1), Options{})
			Correct([]*Verdict{v}, Options{})
			weekly += boolInt(v.Outcome == Drifted)
		}
	}
	if quiet > 9 {
		t.Errorf("%d of 300 quiet windows drifted", quiet)
	}
	if weekly > 8 {
		t.Errorf("%d of 420 windows of an unmatched week drifted", weekly)
	}
	if shifted < 55 {
		t.Errorf("only %d of 60 shifts by half a standard deviation were found", shifted)
	}
}

// A verdict says what it cannot see.
func TestBlindness(t *testing.T) {
	d := newDraws(10)
	weekdays, rhythm := make([]*counts.Counts, 28), make([]*counts.Counts, 28)
	groups := make([]int, 28)
	for i := range weekdays {
		groups[i] = i % 7
		weekdays[i] = d.names(200, func() string { return fmt.Sprint("day ", i%7) })
		rhythm[i] = d.normal(500, 0.6*law.BoolShare(i%7 >= 5), 1)
	}
	v := judged(t, model.Categorical, weekdays, d.names(200, func() string { return "day 0" }), Options{})
	if v.Outcome != Fine || !strings.Contains(v.Note, "no change can be seen in windows of this length: choose longer ones") {
		t.Errorf("the weekday in daily windows: %+v", v)
	}
	v = judged(t, model.Numeric, rhythm, d.normal(500, 0.3, 1), Options{})
	if v.Outcome != Fine || !strings.Contains(v.Note, "rhythm of 7 windows") {
		t.Errorf("an unmatched week: %+v", v)
	}
	if !strings.Contains(v.Note, "choose “Same time earlier” as the reference, with a period of 7 windows (7d where windows are days)") {
		t.Errorf("the note shows no way out: %s", v.Note)
	}
	// Matched by weekday, the same shift is found on a weekday, and a weekend like other weekends is fine.
	b := must(NewBaseline(model.Numeric, rhythm, groups))
	for _, c := range []struct {
		mean  float64
		group int
		want  Outcome
	}{{0.3, 0, Drifted}, {0, 1, Fine}, {0.6, 5, Fine}, {0, 6, Drifted}} {
		v := b.Judge(d.normal(500, c.mean, 1), Options{Group: c.group})
		Correct([]*Verdict{v}, Options{})
		if v.Outcome != c.want {
			t.Errorf("mean %v on day %d: %+v", c.mean, c.group, v)
		}
	}
	if v := b.Judge(d.normal(500, 0, 1), Options{Group: 99}); v.Outcome != NoReference {
		t.Errorf("a season without reference: %+v", v)
	}
	if v := judged(t, model.Numeric, d.wandering(5, 200, 0), d.normal(200, 0, 1), Options{}); !strings.Contains(v.Note, "the reference has only 5 windows, so that smaller changes may go unnoticed: take one of 8 windows or more") {
		t.Errorf("five windows: %+v", v)
	}
	if v := judged(t, model.Numeric, d.wandering(3, 200, 0), d.normal(200, 0, 1), Options{}); v.NoiseBasis != samplingBasis {
		t.Errorf("three windows: %+v", v)
	}
	if v := judged(t, model.Numeric, d.wandering(28, 200, 0), d.normal(200, 0, 1), Options{}); v.NoiseBasis != "between windows, R=28" || v.Note != "" {
		t.Errorf("28 windows: %+v", v)
	}
}

// Rows of weight 1/10 count as a tenth of what they would alone.
func TestWeights(t *testing.T) {
	d := newDraws(11)
	reference := d.wandering(10, 100, 0)
	heavy := func(c *counts.Counts) *counts.Counts {
		e := *c
		e.W, e.W2, e.Rows = make([]float64, len(c.W)), make([]float64, len(c.W)), 10*c.Rows
		for i, w := range c.W {
			e.W[i], e.W2[i] = 10*w, 100*w
		}
		return &e
	}
	other := make([]*counts.Counts, len(reference))
	for i, c := range reference {
		other[i] = heavy(c)
	}
	c := d.normal(100, 0.4, 1)
	for _, noise := range []string{"both", "sampling"} {
		a, b := judged(t, model.Numeric, reference, c, Options{Noise: noise}), judged(t, model.Numeric, other, heavy(c), Options{Noise: noise})
		if math.Abs(a.P/b.P-1) > 1e-6 || math.Abs(a.Effect-b.Effect) > 1e-9 || b.EffectiveRows != a.EffectiveRows {
			t.Errorf("%s: weights of ten: %+v, rows: %+v", noise, b, a)
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	d := newDraws(12)
	fine := func(m int, mean float64) *counts.Counts {
		return d.floats(m, func() float64 { return (mean + d.NormFloat64()) * 4 })
	}
	numeric := make([]*counts.Counts, 28)
	for i := range numeric {
		numeric[i] = fine(16000, 0)
	}
	name := func() string { return fmt.Sprint("airport ", min(299, int(d.ExpFloat64()*60))) }
	named := make([]*counts.Counts, 28)
	for i := range named {
		named[i] = d.names(16000, name)
	}
	for _, c := range []struct {
		name, kind, method string
		reference          []*counts.Counts
		current            *counts.Counts
	}{
		{"numeric", model.Numeric, "auto", numeric, fine(16000, 0.1)},
		{"categories", model.Categorical, "auto", named, d.names(16000, name)},
		{"ks", model.Numeric, "ks", numeric, fine(16000, 0.1)},
		{"psi", model.Numeric, "psi", numeric, fine(16000, 0.1)},
	} {
		baseline := must(NewBaseline(c.kind, c.reference, nil))
		baseline.Judge(c.current, Options{Method: c.method})
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				baseline.Judge(c.current, Options{Method: c.method})
			}
			b.ReportMetric(float64(baseline.keys.length()), "keys")
		})
		b.Run(c.name+", reference made ready", func(b *testing.B) {
			for b.Loop() {
				must(NewBaseline(c.kind, c.reference, nil)).Judge(c.current, Options{Method: c.method})
			}
		})
		b.Run(c.name+", leave one out", func(b *testing.B) {
			for b.Loop() {
				baseline.Without(3).Judge(c.reference[3], Options{Method: c.method})
			}
		})
	}
}

// On a grid the statistic is as far from the exact one as it says at most, and the verdict is the same.
func TestGridVerdicts(t *testing.T) {
	d := newDraws(13)
	for name, draw := range map[string]func(shift float64) float64{
		"normal":     func(shift float64) float64 { return shift + d.NormFloat64() },
		"log-normal": func(shift float64) float64 { return math.Exp(shift + d.NormFloat64()) },
		"40 % zeros": func(shift float64) float64 { return math.Max(0, shift+d.NormFloat64()+0.25) },
	} {
		window := func(shift float64) *counts.Counts {
			values := make([]float64, 2000)
			for i := range values {
				values[i] = draw(shift)
			}
			return must(counts.FromFloats(values, nil))
		}
		exact := make([]*counts.Counts, 8)
		for i := range exact {
			exact[i] = window(0)
		}
		grid := must(counts.NewGrid(must(counts.Merge(exact...)), false))
		coarse := make([]*counts.Counts, len(exact))
		for i, c := range exact {
			coarse[i] = must(grid.Count(c))
		}
		for _, shift := range []float64{0, 0.3, 2} {
			c := window(shift)
			want := judged(t, model.Numeric, exact, c, Options{})
			for basis, v := range map[string]*Verdict{
				"grid":                     judged(t, model.Numeric, coarse, must(grid.Count(c)), Options{}),
				"exact window, grid of it": judged(t, model.Numeric, coarse, c, Options{}),
			} {
				if v.ErrorBound <= 0 || math.Abs(v.Statistic-want.Statistic) > v.ErrorBound+0.005*want.Statistic {
					t.Errorf("%s, shift %v, %s: %v ± %v, exact %v", name, shift, basis, v.Statistic, v.ErrorBound, want.Statistic)
				}
				if v.Outcome != want.Outcome {
					t.Errorf("%s, shift %v, %s: %s, exact %s", name, shift, basis, v.Outcome, want.Outcome)
				}
			}
		}
	}
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// weighted gives every row the weight w.
func weighted(c *counts.Counts, w float64) *counts.Counts {
	heavy := *c
	heavy.W, heavy.W2 = make([]float64, c.Len()), make([]float64, c.Len())
	for i, rows := range c.W {
		heavy.W[i], heavy.W2[i] = rows*w, rows*w*w
	}
	heavy.Rows *= w
	return &heavy
}
