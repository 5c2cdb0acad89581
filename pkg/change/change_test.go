package change

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
)

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

type source struct{ *rand.Rand }

func (s source) numbers(n int, draw func() float64) *counts.Counts {
	values := make([]float64, n)
	for i := range values {
		values[i] = draw()
	}
	return must(counts.FromFloats(values, nil))
}

func (s source) normal(n int, mean, sd float64) *counts.Counts {
	return s.numbers(n, func() float64 { return math.Round(1000*(mean+sd*s.NormFloat64())) / 1000 })
}

// names with shares in percent: "a 60 b 40".
func (s source) names(n int, shares string) *counts.Counts {
	parts := strings.Fields(shares)
	values := make([]string, n)
	for i := range values {
		at := float64(s.IntN(100))
		for k := 0; k < len(parts); k += 2 {
			var share float64
			must(fmt.Sscan(parts[k+1], &share))
			if at -= share; at < 0 {
				values[i] = parts[k]
				break
			}
		}
	}
	return must(counts.FromStrings(values, nil))
}

func withNull(c *counts.Counts, null float64) *counts.Counts {
	with := *c
	with.Null, with.Rows = null, c.Rows+null
	return &with
}

// changes judges a window against a reference and says what changed.
func changes(t *testing.T, name, kind string, reference []*counts.Counts, now *counts.Counts) (*Changes, *drift.Verdict) {
	t.Helper()
	b, err := drift.NewBaseline(kind, reference, nil)
	if err != nil {
		t.Fatal(err)
	}
	v := b.Judge(now, drift.Options{})
	drift.Correct([]*drift.Verdict{v}, drift.Options{})
	c, err := Of(Feature{name, kind == model.Numeric}, b.Pooled(), now, v)
	if err != nil {
		t.Fatal(err)
	}
	again := must(Of(Feature{name, kind == model.Numeric}, b.Pooled(), now, v))
	if c.Sentence != again.Sentence || len(c.Lines) != len(again.Lines) {
		t.Errorf("equal counts, other words: %q, %q", c.Sentence, again.Sentence)
	}
	return c, v
}

func TestSentences(t *testing.T) {
	s := source{rand.New(rand.NewPCG(1, 2))}
	of := func(n int, make func() *counts.Counts) []*counts.Counts {
		list := slices.Repeat([]*counts.Counts{nil}, n)
		for i := range list {
			list[i] = make()
		}
		return list
	}
	bell := of(12, func() *counts.Counts { return s.normal(2000, 0.52, 0.1) })
	phones := of(12, func() *counts.Counts { return s.names(2000, "s21 30 mi9 25 xperia 25 g7 20") })
	prices := of(12, func() *counts.Counts {
		return s.numbers(2000, func() float64 { return math.Round(math.Exp(8 + s.NormFloat64())) })
	})
	codes := of(12, func() *counts.Counts { return s.numbers(2000, func() float64 { return float64(s.IntN(4)) }) })
	long := of(12, func() *counts.Counts { return s.names(2000, "a 50 b 50") })
	constant := of(12, func() *counts.Counts { return s.normal(2000, 3, 0) })
	for _, c := range []struct {
		name, kind string
		reference  []*counts.Counts
		now        *counts.Counts
		outcome    drift.Outcome
		want       string
	}{
		{"brightness", model.Numeric, bell, s.normal(4000, 0.44, 0.1), drift.Drifted,
			"brightness fell by 0.079 (0.79 sd) on average, from 0.52 to 0.441; the lowest tenth holds 31 % of the rows instead of 10 %; spread unchanged."},
		{"brightness", model.Numeric, bell, s.normal(4000, 0.52, 0.2), drift.Drifted,
			"brightness has about the same mean (0.52, now 0.514); the lowest tenth holds 27 % of the rows instead of 10 %; the highest tenth holds 23.7 % of the rows instead of 8.8 %; the spread is 1.97 times as wide."},
		{"brightness", model.Numeric, bell, s.normal(4000, 0.52, 0.1), drift.Fine,
			"brightness has the same mean (0.52); spread unchanged; within ordinary variation."},
		{"brightness", model.Numeric, bell, withNull(s.normal(4000, 0.52, 0.1), 2000), drift.Drifted,
			"brightness is missing in 33 % of the rows instead of 0 %; it has about the same mean (0.52, now 0.518); spread unchanged."},
		{"brightness", model.Numeric, bell, s.normal(20, 0.52, 0.1), drift.NotEnough,
			"brightness has a mean of 0.49, before 0.52: no more apart than chance explains; spread unchanged; too few rows to tell it from chance."},
		{"brightness", model.Numeric, bell, withNull(s.normal(0, 0, 0), 1000), drift.Drifted,
			"brightness is missing in 100 % of the rows instead of 0 %."},
		{"brightness", model.Numeric, bell, nil, drift.NotEnough,
			"brightness cannot be compared: the window has no rows."},
		{"price", model.Numeric, prices, s.numbers(4000, func() float64 { return math.Round(math.Exp(8.5 + s.NormFloat64())) }), drift.Drifted,
			"price rose by 3,600 (0.59 sd) on average, from 4,800 to 8,400, and the median from 2,900 to 4,900; the highest tenth holds 22 % of the rows instead of 10 %; the lowest tenth holds 3.2 % of the rows instead of 10 %; the spread is 1.66 times as wide."},
		{"code", model.Numeric, codes, s.numbers(4000, func() float64 { return float64(s.IntN(4)) - float64(s.IntN(10)/9)*999 }), drift.Drifted,
			"code fell by 88 (79 sd) on average, from 2 to −86, while the median stayed at 1; 1 fell from 25 % to 22 %; −996, −997, −998 and others are new with 8.8 % of the rows; the middle half is as wide as before, the standard deviation 253 times as large."},
		{"device", model.Categorical, phones, s.names(4000, "s21 22 pixel-12 14 mi9 22 xperia 22 g7 20"), drift.Drifted,
			"device: ‘pixel-12’ is new with 15 % of the rows; ‘s21’ fell from 30 % to 22 %; ‘mi9’ fell from 25 % to 22 %; another one changed too."},
		{"device", model.Categorical, phones, s.names(4000, "s21 50 mi9 25 xperia 25"), drift.Drifted,
			"device: ‘s21’ rose from 30 % to 50 %; ‘g7’ is gone (it had 20 %)."},
		{"device", model.Categorical, phones, s.names(4000, "s21 30 mi9 25 xperia 25 g7 20"), drift.Fine,
			"device: no category changed visibly; within ordinary variation."},
		{"device", model.Categorical, phones, s.names(40, "s21 40 mi9 15 xperia 25 g7 20"), drift.NotEnough,
			"device: no category changed by more than its error: ‘s21’ changed most, from 30 % to 50 %; too few rows to tell it from chance."},
		{"answer", model.Categorical, long, s.names(4000, "a 100"), drift.Drifted,
			"answer: ‘a’ rose from 50 % to 100 %; ‘b’ is gone (it had 50 %)."},
		{"size", model.Numeric, constant, s.normal(2000, 3, 0), drift.Fine,
			"size is always 3; within ordinary variation."},
		{"size", model.Numeric, constant, s.normal(2000, 4, 0), drift.Drifted,
			"size is always 4 instead of 3."},
		{"brightness", model.Numeric, of(4, func() *counts.Counts { return withNull(s.normal(0, 0, 0), 100) }), withNull(s.normal(0, 0, 0), 1000), drift.Fine,
			"brightness has no value in any row, as in the reference."},
		{"brightness", model.Numeric, of(4, func() *counts.Counts { return withNull(s.normal(0, 0, 0), 100) }), s.normal(4000, 0.5, 0.1), drift.Drifted,
			"brightness is missing in 0 % of the rows instead of 100 %; it had no value before."},
	} {
		got, v := changes(t, c.name, c.kind, c.reference, c.now)
		if v.Outcome != c.outcome || got.Sentence != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", v.Outcome, got.Sentence, c.want)
		}
	}
}

// The parts of a distance add up to the statistic that the method itself gives.
func TestPartsAreTheMethods(t *testing.T) {
	s := source{rand.New(rand.NewPCG(3, 4))}
	reference := []*counts.Counts{s.names(3000, "a 40 b 30 c 20 d 10")}
	now := s.names(1000, "a 20 b 30 c 35 e 15")
	b := must(drift.NewBaseline(model.Categorical, reference, nil))
	for _, method := range []string{"tv", "psi", "js", "hellinger", "chi2"} {
		v := b.Judge(now, drift.Options{Method: method})
		sum, n, m := 0.0, b.Pooled().Total(), now.Total()
		for _, k := range union(b.Pooled(), now) {
			sum += term(method, k.before/n, k.now/m, n, m)
		}
		if method == "js" || method == "hellinger" {
			sum = math.Sqrt(sum)
		}
		if math.Abs(sum-v.Statistic) > 1e-9 {
			t.Errorf("%s: parts make %v, the method says %v", method, sum, v.Statistic)
		}
		c := must(Of(Feature{"x", false}, b.Pooled(), now, v))
		parts := 0.0
		for _, l := range c.Lines {
			parts += l.OfDistance
		}
		if parts < 0.98 || parts > 1+1e-9 || len(c.Lines) < 4 {
			t.Errorf("%s: %d lines with %v of the distance", method, len(c.Lines), parts)
		}
	}
}

// A table says what anybody can count again.
func TestLines(t *testing.T) {
	before := must(counts.FromFloats([]float64{0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, nil))
	now := withNull(must(counts.FromFloats([]float64{-5, 0, 0, 1, 2, 3, 4, 20, 30, 40}, nil)), 10)
	c := must(Of(Feature{"x", true}, before, now, &drift.Verdict{Method: "auto", Outcome: drift.Drifted}))
	got := map[string][2]float64{}
	for _, l := range c.Lines {
		got[l.What] = [2]float64{l.Before, l.After}
	}
	for what, want := range map[string][2]float64{
		"mean": {6, 9.5}, "median": {5.5, 2.5}, "middle half": {9.5, 15.75}, "missing values": {0, 0.5}, "below 0": {0, 0.1}, "1 – 2": {0.1, 0.2},
		"from 15": {0.05, 0.3},
	} {
		if math.Abs(got[what][0]-want[0])+math.Abs(got[what][1]-want[1]) > 1e-9 {
			t.Errorf("%s: %v, want %v; all: %v", what, got[what], want, got)
		}
	}
}

// What a table shows adds up: before and change make after, to the last digit that is written.
func TestTablesAddUp(t *testing.T) {
	s := source{rand.New(rand.NewPCG(9, 10))}
	read := func(text string) float64 {
		text, _, _ = strings.Cut(text, " ")
		text = strings.NewReplacer("−", "-", "±", "", "+", "", ",", "").Replace(text)
		return must(strconv.ParseFloat(text, 64))
	}
	width := func(text string) float64 {
		from, to, found := strings.Cut(text, " – ")
		if !found {
			return 0
		}
		return read(to) - read(from)
	}
	drifted := &drift.Verdict{Method: "auto", Outcome: drift.Drifted}
	for range 100 {
		mean, sd := math.Pow(10, 6*s.Float64()-2)*s.NormFloat64(), math.Pow(10, 4*s.Float64()-2)
		before, now := s.normal(2000, mean, sd), s.normal(20+s.IntN(4000), mean+sd*s.NormFloat64(), sd*(0.5+s.Float64()))
		lines := must(Of(Feature{"x", true}, before, now, drifted)).Lines
		a, b := 1+s.IntN(98), 1+s.IntN(98)
		lines = append(lines, must(Of(Feature{"y", false}, s.names(5000, fmt.Sprintf("a %d b 100", a)), s.names(20+s.IntN(20_000), fmt.Sprintf("a %d b 100", b)), drifted)).Lines...)
		for _, l := range lines {
			was, is, change := l.BeforeText(), l.AfterText(), l.ChangeText()
			if strings.Contains(was+is, "under") {
				continue
			}
			difference, said := 0.0, read(change)
			if l.Kind == Half {
				difference = width(is) - width(was)
				if strings.Contains(change, "narrower") {
					said = -said
				}
			} else {
				difference = read(is) - read(was)
			}
			if math.Abs(difference-said) > 1e-6*math.Max(1, math.Abs(said)) {
				t.Fatalf("%s: from %s to %s is no change of %s (step %v)", l.What, was, is, change, l.Step)
			}
		}
	}
}

// The middle half is said by its ends: its width alone says nothing to who has not seen them.
func TestMiddleHalf(t *testing.T) {
	drifted := &drift.Verdict{Method: "auto", Outcome: drift.Drifted}
	find := func(before, now []float64) Line {
		lines := must(Of(Feature{"x", true}, must(counts.FromFloats(before, nil)), must(counts.FromFloats(now, nil)), drifted)).Lines
		return lines[slices.IndexFunc(lines, func(l Line) bool { return l.Kind == Half })]
	}
	zeros, halves, fours := []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, []float64{0, 0, 0, 0, 0, 1, 1, 1, 1, 1}, []float64{3, 3, 4, 4, 4, 4, 4, 4, 5, 5}
	for _, c := range []struct {
		before, now []float64
		want        string
	}{
		{zeros, halves, "0 → 0 – 1: 1 wider: half of the values lay at 0, now between 0 and 1"},
		{halves, fours, "0 – 1 → 4: 1 narrower: half of the values lay between 0 and 1, now at 4"},
		{halves, halves, "0 – 1 → 0 – 1: ±0: half of the values lay between 0 and 1, as it does now"},
	} {
		l := find(c.before, c.now)
		if got := fmt.Sprintf("%s → %s: %s: %s", l.BeforeText(), l.AfterText(), l.ChangeText(), l.Words); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// Many categories are said to have changed only where there are many.
func TestLittleChanges(t *testing.T) {
	shares := func(n int, add func(i int) int) *counts.Counts {
		var values []string
		for i := range n {
			values = append(values, slices.Repeat([]string{fmt.Sprint("c", i)}, 25+add(i))...)
		}
		return must(counts.FromStrings(values, nil))
	}
	for n, want := range map[int]string{
		2:  "x: ‘c0’ rose from 50 % to 58 %; ‘c1’ fell from 50 % to 42 %.",
		6:  "x: the 6 categories changed by little each: to be as before, 8 % of the rows would have to be of another one.",
		12: "x: many categories changed by little each: to be as before, 8 % of the rows would have to be of another one.",
	} {
		before, now := shares(n, func(int) int { return 0 }), shares(n, func(i int) int { return 4 - 8*(i%2) })
		if c := must(Of(Feature{"x", false}, before, now, &drift.Verdict{Method: "auto", Outcome: drift.Drifted, Inflation: 4})); c.Sentence != want {
			t.Errorf("%d categories: %s, want %s", n, c.Sentence, want)
		}
	}
}

// On a grid the table is that of exact counts, to the error that it states.
func TestOnAGrid(t *testing.T) {
	s := source{rand.New(rand.NewPCG(5, 6))}
	before, now := s.normal(40_000, 10, 3), s.normal(4000, 11, 3)
	grid := must(counts.NewGrid(s.normal(10_000, 10, 3), false))
	v := &drift.Verdict{Method: "auto", Outcome: drift.Drifted}
	exact := must(Of(Feature{"x", true}, before, now, v))
	coarse := must(Of(Feature{"x", true}, must(grid.Count(before)), must(grid.Count(now)), v))
	mixed := must(Of(Feature{"x", true}, must(grid.Count(before)), now, v))
	if mixed.Sentence != coarse.Sentence {
		t.Errorf("a window that was counted exactly: %s, not %s", mixed.Sentence, coarse.Sentence)
	}
	for i, l := range exact.Lines[:4] {
		if g := coarse.Lines[i]; g.Kind != l.Kind || math.Abs(g.Before-l.Before) > l.Step || math.Abs(g.After-l.After) > g.Step {
			t.Errorf("%s: %v → %v, on a grid %v → %v", l.What, l.Before, l.After, g.Before, g.After)
		}
	}
	if shift := "x rose by 0.97 (0.32 sd) on average"; !strings.HasPrefix(exact.Sentence, shift) || coarse.Sentence[:10] != exact.Sentence[:10] {
		t.Errorf("exact: %s\non a grid: %s", exact.Sentence, coarse.Sentence)
	}
}

// What a column of too many names has in buckets is one line.
func TestOtherNames(t *testing.T) {
	names := func(n, from int, more ...string) []string {
		for i := range n {
			more = append(more, fmt.Sprint("session ", from+i))
		}
		return more
	}
	before := must(counts.FromStrings(names(500, 0, slices.Repeat([]string{"a"}, 500)...), nil))
	now := must(counts.FromStrings(names(900, 1000, slices.Repeat([]string{"a"}, 100)...), nil))
	words := must(counts.NewVocabulary(before))
	c := must(Of(Feature{"session", false}, must(words.Count(before)), must(words.Count(now)), &drift.Verdict{Method: "auto", Outcome: drift.Drifted}))
	if c.Sentence != "session: ‘a’ fell from 50 % to 10 %; other categories rose from 50 % to 90 %." || len(c.Lines) != 2 {
		t.Errorf("%s %+v", c.Sentence, c.Lines)
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		x, step float64
		want    string
	}{
		{0.5212, 0.013, "0.52"}, {1234567, 0, "1,234,567"}, {1234567, 1000, "1,235,000"}, {-0.5, 0.1, "−0.5"}, {0.003, 0.1, "0"}, {-0.003, 0.1, "0"},
		{1e20, 1, "1e+20"}, {math.Inf(-1), 0, "−∞"}, {math.NaN(), 0, "unknown"}, {2.5, 0, "2.5"}, {999.96, 0.1, "1,000"}, {0, 0, "0"}, {12, 300, "12"},
	} {
		if got := number(c.x, c.step); got != c.want {
			t.Errorf("number(%v, %v) is %s, want %s", c.x, c.step, got, c.want)
		}
	}
	for _, c := range []struct {
		share, step float64
		want        string
	}{{0.4123, 0.007, "41 %"}, {0.4123, 0.0001, "41 %"}, {0.00412, 0.0001, "0.41 %"}, {0.0412, 0.001, "4.1 %"}, {0.0004, 0.002, "under 0.2 %"}, {0, 0.1, "0 %"}, {1, 0, "100 %"},
		{0.996, 0.0001, "99.6 %"}} {
		if got := percent(c.share, c.step); got != c.want {
			t.Errorf("percent(%v, %v) is %s, want %s", c.share, c.step, got, c.want)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	s := source{rand.New(rand.NewPCG(7, 8))}
	before, now := s.normal(60_000, 10, 3), s.normal(4000, 11, 3)
	grid := must(counts.NewGrid(s.normal(20_000, 10, 3), false))
	v := &drift.Verdict{Method: "auto", Outcome: drift.Drifted}
	for name, of := range map[string]func(*counts.Counts) *counts.Counts{
		"exact": func(c *counts.Counts) *counts.Counts { return c }, "grid": func(c *counts.Counts) *counts.Counts { return must(grid.Count(c)) },
	} {
		r, c := of(before), of(now)
		b.Run(fmt.Sprintf("%s of %d keys", name, r.Len()), func(b *testing.B) {
			for b.Loop() {
				must(Of(Feature{"x", true}, r, c, v))
			}
		})
	}
}
