package peer

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
)

// lcg is the generator of testdata/make.py: x ← (1664525·x + 1013904223) mod 2³², u = x/2³².
type lcg uint32

func (g *lcg) u() float64 {
	*g = *g*1664525 + 1013904223
	return float64(*g) / 4294967296
}

// dataSet is an entry of testdata/data.json.
type dataSet struct {
	Kind               string
	Whole              bool
	Step, Zeros        float64
	Reference, Current [][]any
}

// rows makes one side of a data set.
func (d *dataSet) rows(side [][]any) (numbers []float64, names []string) {
	for _, part := range side {
		at := func(i int) float64 { return part[i].(float64) }
		if part[0] == "values" {
			for i := range part[1:] {
				numbers = append(numbers, at(i+1))
			}
			continue
		}
		g := lcg(at(1))
		for range int(at(2)) {
			switch part[0] {
			case "num":
				u := g.u()
				square := float64(u * u)
				spread := float64(at(4) * square)
				numbers = append(numbers, at(3)+spread+float64(0.3*g.u()))
			case "ints":
				numbers = append(numbers, at(4)+math.Trunc(at(3)*g.u()*g.u()))
			case "cats":
				k := int(at(3) * math.Pow(g.u(), at(4)))
				names = append(names, "c"+string(rune('0'+k/10))+string(rune('0'+k%10)))
			}
		}
	}
	zero := lcg(len(numbers))
	for i, x := range numbers {
		if d.Step > 0 {
			numbers[i] = math.Floor(x/d.Step) * d.Step
		}
		if d.Zeros > 0 && zero.u() < d.Zeros {
			numbers[i] = 0
		}
	}
	return numbers, names
}

func (d *dataSet) counts(t testing.TB, numbers []float64, names []string) *counts.Counts {
	t.Helper()
	var c *counts.Counts
	var err error
	switch {
	case d.Kind == "categorical":
		c, err = counts.FromStrings(names, nil)
	case d.Whole:
		whole := make([]int64, len(numbers))
		for i, x := range numbers {
			whole[i] = int64(x)
		}
		c, err = counts.FromInts(whole, nil)
	default:
		c, err = counts.FromFloats(numbers, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// load makes the reference, in chunks of so many rows and of what is left over, and the window. 0: a tenth of the rows, as NannyML does where nothing is said.
func (d *dataSet) load(t testing.TB, size int) (*Reference, *counts.Counts) {
	t.Helper()
	numbers, names := d.rows(d.Reference)
	n := max(len(numbers), len(names))
	if size == 0 {
		size = n / 10
	}
	var chunks []*counts.Counts
	for from := 0; size > 0 && from < n; from += size {
		to := min(from+size, n)
		if d.Kind == "categorical" {
			chunks = append(chunks, d.counts(t, nil, names[from:to]))
		} else {
			chunks = append(chunks, d.counts(t, numbers[from:to], nil))
		}
	}
	now, named := d.rows(d.Current)
	return NewReference(d.Kind == "numeric", d.counts(t, numbers, names), chunks), d.counts(t, now, named)
}

func read(t testing.TB, file string, into any) {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + file)
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func dataSets(t testing.TB) map[string]*dataSet {
	sets := map[string]*dataSet{}
	read(t, "data.json", &sets)
	return sets
}

// number of an answer: "nan" and "inf" are texts in JSON.
func number(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case string:
		if v == "inf" {
			return math.Inf(1)
		}
	}
	return math.NaN()
}

// near allows a part in 10⁹, of the number and of 1.
func near(got, want, tolerance float64) bool {
	return got == want || math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) <= tolerance*(1+math.Abs(want))
}

// Where Tideline's answer is not the library's, and why.
var otherwise = map[string]float64{
	"evidently.cramer_von_mises of small": 1e-8,        // its exact law counts in floats of 32 bits
	"evidently.es of moved":               math.Inf(1), // 0 is the rounding of a covariance that is 0; here that is an error
}

// sketched is how many rows a sketch of whylogs surely holds all of.
const sketched = 100

// What the libraries said of all data sets: the score, the line, whether there is drift, and where they raise an error.
func TestAsTheLibraries(t *testing.T) {
	sets := dataSets(t)
	for library, tolerance := range map[string]float64{"evidently": 1e-9, "nannyml": 1e-9, "frouros": 1e-9, "alibi": 1e-7, "deepchecks": 1e-9, "whylogs": 1e-9} {
		answers := map[string]map[string]any{}
		read(t, library+".json", &answers)
		compared := 0
		for name, methods := range answers {
			reference, current := sets[name].load(t, 0)
			for m, answer := range methods {
				id := library + "." + m
				var threshold *float64
				want, answered := answer.([]any)
				if answered && want[1] == nil && definitions[id].line == unset {
					half := 0.5
					threshold = &half
				}
				v, err := reference.Judge(id, current, Line{Threshold: threshold})
				if !answered {
					if err == nil && answer != "ChunkerException" { // no chunks of less than a row: here windows are chunks
						t.Errorf("%s of %s: %v, but the library raises %v", id, name, v.Score, answer)
					}
					continue
				}
				allowed, known := otherwise[id+" of "+name]
				switch {
				case library == "whylogs" && reference.all.Rows+current.Rows > sketched: // the sketch no longer holds every row, and which it holds is drawn
					allowed = 0.05
				case !known:
					allowed = tolerance
				}
				if math.IsInf(allowed, 1) {
					continue
				}
				if err != nil {
					t.Errorf("%s of %s: %v, want %v", id, name, err, want)
					continue
				}
				compared++
				if !near(v.Score, number(want[0]), allowed) {
					t.Errorf("%s of %s: score %v, want %v", id, name, v.Score, want[0])
				}
				if want[1] != nil && !near(v.Threshold, number(want[1]), tolerance) {
					t.Errorf("%s of %s: threshold %v, want %v", id, name, v.Threshold, want[1])
				}
				if want[2] != nil && v.Drifted != want[2] {
					t.Errorf("%s of %s: drifted %v, want %v (%+v)", id, name, v.Drifted, want[2], v)
				}
			}
		}
		t.Logf("%s: %d answers", library, compared)
	}
}

func TestGolden(t *testing.T) {
	sets := dataSets(t)
	for _, library := range []string{"evidently", "nannyml"} {
		golden := map[string][]any{}
		read(t, "golden_"+library+".json", &golden)
		for key, want := range golden {
			name, m, _ := strings.Cut(key, "/")
			if definitions[library+"."+m] == nil { // resampled: see docs/peers.md
				continue
			}
			reference, current := sets[name].load(t, 150)
			v, err := reference.Judge(library+"."+m, current, Line{})
			if text, failed := want[0].(string); failed {
				if err == nil {
					t.Errorf("%s: %v, want the error %s", key, v.Score, text)
				}
				continue
			}
			drifted, line := want[len(want)-1], v.Threshold
			if len(want) == 3 && want[1] != nil {
				line = number(want[1])
			}
			if err != nil || !near(v.Score, number(want[0]), 1e-9) || !near(v.Threshold, line, 1e-9) || v.Drifted != drifted {
				t.Errorf("%s: %+v, %v, want %v", key, v, err, want)
			}
		}
	}
}

// The page on these methods has a line for each of them.
func TestDocs(t *testing.T) {
	raw, err := os.ReadFile("../../../docs/peers.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range All {
		if !strings.Contains(string(raw), "\n| `"+m.ID+"` | ") {
			t.Errorf("docs/peers.md does not name %s", m.ID)
		}
	}
}

// What is not a value: pandas holds integers as floats as soon as one is missing, Evidently takes infinities for missing, the others have no answer.
func TestNoValues(t *testing.T) {
	sets := dataSets(t)
	judge := func(id string, reference *Reference, current *counts.Counts) (Verdict, error) {
		return reference.Judge(id, current, Line{})
	}

	whole, current := sets["wholeTwo"].load(t, 0)
	floats, same := sets["floatTwo"].load(t, 0)
	missing := *current
	missing.Null, missing.Rows = 1, missing.Rows+1
	a, _ := judge("evidently.hellinger", whole, current)
	b, _ := judge("evidently.hellinger", whole, &missing)
	c, _ := judge("evidently.hellinger", floats, same)
	if a.Score == b.Score || b.Score != c.Score {
		t.Errorf("integers %v, with one missing %v, floats %v", a.Score, b.Score, c.Score)
	}

	reference, current := sets["quiet"].load(t, 0)
	infinite := *current
	infinite.PosInf, infinite.Rows = 3, infinite.Rows+3
	a, _ = judge("evidently.psi", reference, current)
	if b, err := judge("evidently.psi", reference, &infinite); err != nil || a.Score != b.Score {
		t.Errorf("with infinities %v, %v; want %v", b.Score, err, a.Score)
	}
	if _, err := judge("nannyml.wasserstein", reference, &infinite); err == nil || !strings.Contains(err.Error(), "infinite") {
		t.Errorf("NannyML with infinities: %v", err)
	}

	none := counts.Empty(counts.Float, nil)
	none.Null, none.Rows = 40, 40
	if _, err := judge("evidently.psi", reference, none); err == nil || !strings.Contains(err.Error(), "Evidently raises an error") {
		t.Errorf("without values: %v", err)
	}
	if v, err := judge("nannyml.wasserstein", reference, none); err != nil || v.Drifted || !math.IsNaN(v.Score) || !strings.Contains(v.Note, "NaN") {
		t.Errorf("NannyML without values: %+v, %v", v, err)
	}

	weighted, err := counts.FromFloats([]float64{1, 2, 3}, []float64{1, 2, 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := judge("evidently.psi", reference, weighted); err == nil || !strings.Contains(err.Error(), "weights") {
		t.Errorf("weighted rows: %v", err)
	}
	grid, err := counts.NewGrid(current, false)
	if err != nil {
		t.Fatal(err)
	}
	coarse, err := grid.Count(current)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := judge("evidently.psi", reference, coarse); err == nil || !strings.Contains(err.Error(), "exact values") {
		t.Errorf("on a grid: %v", err)
	}
}

// Lines: one that the library does not let move, one that it cuts, one that it does not have.
func TestLines(t *testing.T) {
	sets := dataSets(t)
	half, two := 0.5, 2.0
	reference, current := sets["binD"].load(t, 0)
	if v, err := reference.Judge("nannyml.chi2", current, Line{Threshold: &half}); err != nil || v.Threshold != 0.05 || !strings.Contains(v.Note, "ignores a threshold") {
		t.Errorf("nannyml.chi2 at 0.5: %+v, %v", v, err)
	}
	reference, current = sets["apart"].load(t, 0)
	if v, err := reference.Judge("nannyml.kolmogorov_smirnov", current, Line{Threshold: &two}); err != nil || v.Threshold != 1 || v.Drifted {
		t.Errorf("nannyml.kolmogorov_smirnov at 2: %+v, %v", v, err)
	}
	if v, err := reference.Judge("frouros.emd", current, Line{}); err == nil || !(v.Score > 1) || !strings.Contains(err.Error(), "threshold") {
		t.Errorf("frouros.emd without a line: %+v, %v", v, err)
	}
	if v, err := reference.Judge("evidently.auto", current, Line{}); err != nil || v.Threshold != 0.05 || !math.IsNaN(v.Effect) || !strings.Contains(v.Note, "evidently.ks") {
		t.Errorf("evidently.auto: %+v, %v", v, err)
	}
	if _, err := reference.Judge("evidently.psy", current, Line{}); err == nil {
		t.Error("an unknown method has an answer")
	}
}
