package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
)

// asPeer makes this test a worker of the peers: the program that peers.go starts.
const asPeer = "TIDELINE_TEST_AS_PEER"

func TestMain(m *testing.M) {
	if os.Getenv(asPeer) != "" {
		if err := servePeer(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// servePeer answers as peers.py does: Evidently's score is the difference of means, NannyML has none.
func servePeer(in io.Reader, out io.Writer) error {
	r := bufio.NewReader(in)
	for {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		var s samples
		if err := json.Unmarshal(line, &s); err != nil {
			return err
		}
		var scores, none [][]*float64
		var calls [][]bool
		for range s.Runs {
			x := make([]float64, (s.Chunks+s.Windows)*s.Rows)
			if err := binary.Read(r, binary.LittleEndian, x); err != nil {
				return err
			}
			mean := func(x []float64) (sum float64) {
				for _, v := range x {
					sum += v / float64(len(x))
				}
				return sum
			}
			reference := x[:s.Chunks*s.Rows]
			var one []*float64
			var called []bool
			for w := range s.Windows {
				d := math.Abs(mean(x[(s.Chunks+w)*s.Rows:][:s.Rows]) - mean(reference))
				one, called = append(one, &d), append(called, d > 0.3)
			}
			scores, calls, none = append(scores, one), append(calls, called), append(none, make([]*float64, s.Windows))
		}
		answer := map[string]answers{"evidently": {scores, calls}, "nannyml": {none, calls}}
		if err := json.NewEncoder(out).Encode(answer); err != nil {
			return err
		}
	}
}

// runs the program and returns what it prints.
func output(t *testing.T, args ...string) string {
	t.Helper()
	var out, progress bytes.Buffer
	if err := run(args, &out, &progress); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, progress.String())
	}
	return out.String()
}

// All studies but flights with hardly any repetitions: they run, and every table has its lines.
func TestStudies(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rates.json")
	out := output(t, "-quick", "-only", "quiet,precise,power,found,shares,correlated,budget,family", "-repetitions", "4", "-precise", "4", "-json", file)
	if strings.Contains(out, "NaN") {
		t.Errorf("a table holds NaN:\n%s", out)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	for _, table := range r.Tables {
		if len(table.Rows) == 0 && !strings.HasSuffix(table.ID, "misses") {
			t.Errorf("the table %s is empty", table.ID)
		}
		for _, row := range table.Rows {
			if len(row) != len(table.Head) {
				t.Errorf("the table %s has a line of %d for %d columns: %v", table.ID, len(row), len(table.Head), row)
			}
		}
	}
	methods := map[string]bool{}
	for _, x := range r.Records {
		methods[x.Method] = true
	}
	for _, m := range drift.Own() {
		if !methods[m.ID] {
			t.Errorf("no cell is of the method %s", m.ID)
		}
	}
}

// Rates of an earlier run stand where a run measures none: the tables of the parts together are those of the whole.
func TestKeep(t *testing.T) {
	folder := t.TempDir()
	file := func(name string) string { return filepath.Join(folder, name) }
	cells := []string{"-only", "quiet", "-repetitions", "8", "-quick"}
	with := func(args ...string) string { return output(t, append(slices.Clone(cells), args...)...) }
	with("-match", "^discrete, k=3, reference 10 ×, n=100$", "-methods", "ks,chi2", "-json", file("a.json"))
	with("-match", "^discrete, k=3, reference 10 ×, n=100$", "-methods", "ad", "-json", file("b.json"))
	whole := with("-match", "^discrete, k=3, reference 10 ×, n=100$", "-methods", "ks,chi2,ad")
	kept := with("-match", "^nothing$", "-keep", file("a.json")+","+file("b.json"))
	if whole != kept || !strings.Contains(whole, "| ad | 5 |") {
		t.Errorf("parts: %s\nwhole: %s", kept, whole)
	}
}

// Equal flags give equal bytes, however many processors there are.
func TestDeterministic(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var outs []string
	for _, processors := range []int{1, 8} {
		runtime.GOMAXPROCS(processors)
		outs = append(outs, output(t, "-quick", "-only", "quiet,power,correlated", "-match", "n=100", "-repetitions", "8"))
	}
	if outs[0] != outs[1] {
		t.Error("the tables depend on the number of processors")
	}
}

// The docs get what was measured between their marks, and keep the rest.
func TestPages(t *testing.T) {
	docs := t.TempDir()
	if err := os.Mkdir(filepath.Join(docs, "img"), 0o755); err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(docs, "calibration.md")
	before := "before\n<!-- table shares -->\nold\n<!-- end -->\nbetween\n<!-- table flights -->\nkept\n<!-- end -->\nafter\n<!-- table power-quiet -->\n<!-- end -->\n<!-- table power-equal -->\n<!-- end -->\n"
	if err := os.WriteFile(page, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	output(t, "-only", "shares,power", "-quick", "-match", "n=100", "-repetitions", "8", "-docs", docs)
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	after := string(text)
	for _, want := range []string{"before\n", "| missing |", "\nbetween\n<!-- table flights -->\nkept\n<!-- end -->\nafter\n"} {
		if !strings.Contains(after, want) {
			t.Errorf("the page lacks %q:\n%s", want, after)
		}
	}
	if strings.Contains(after, "old") {
		t.Error("the old table is still there")
	}
	svg, err := os.ReadFile(filepath.Join(docs, "img", "calibration.svg"))
	if err != nil {
		t.Fatal(err)
	}
	var any struct{}
	if err := xml.Unmarshal(svg, &any); err != nil {
		t.Errorf("the figure is no XML: %v", err)
	}
	for _, want := range []string{"False alarms at the defaults, auto, n=100: ", "Found, all at 5 % of false alarms, auto, n=100: "} {
		if !strings.Contains(string(svg), want) {
			t.Errorf("the figure does not say %q", want)
		}
	}
}

// The figure's points are those of the tables: columns of rows, several tools in a cell, cells that are empty.
func TestPointsOfTables(t *testing.T) {
	of := func(tool string, n int, change string, called, equal float64) powerPoint {
		return powerPoint{log: "normal", reference: "5 ×", n: n, change: change, called: map[string]rate{tool: {mean: called}}, equal: map[string]float64{tool: equal}}
	}
	told := powerPoints{tools: []string{"auto"}, points: []powerPoint{of("auto", 100, "", 0.013, 0), of("auto", 1000, "", 0.002, 0), of("auto", 1000, "+0.1 sd", 0.4, 0.81)}}
	r := &report{}
	r.add(told.defaults(quietTable, "", func(p powerPoint) bool { return p.change == "" }))
	r.add(told.equal(equalTable, ""))
	page := ""
	for _, table := range r.Tables {
		page += tableMark(table.ID) + table.markdown(pageRows) + tableEnd
	}
	read, err := pointsOf(page)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(calibrationFigure(read)), string(calibrationFigure(told)); got != want {
		t.Errorf("the figure of the tables is\n%s\nand not\n%s", got, want)
	}
	if _, err := pointsOf(strings.Replace(page, "| 81 |", "| 81 / 5 |", 1)); err == nil {
		t.Error("a cell of two numbers for one tool is taken")
	}
}

// Other tools get the rows that auto gets, and their answers land where they belong.
func TestPeers(t *testing.T) {
	t.Setenv(asPeer, "1")
	memory := t.TempDir()
	others := &peers{python: os.Args[0], memory: memory}
	c := powerCell{log: numericLog{shape: normal}, n: 200, times: 5, quiet: 4, changes: []namedChange{{"+0.5 sd", change{shift: 0.5}}, {"none", change{}}}, runs: 101}
	r, err := c.measure(others)
	if err != nil {
		t.Fatal(err)
	}
	if err := others.stop(); err != nil {
		t.Fatal(err)
	}
	again, err := c.measure(&peers{python: "none", memory: memory})
	if err != nil {
		t.Fatalf("what was judged is judged again: %v", err)
	}
	if !reflect.DeepEqual(again.byTool, r.byTool) {
		t.Error("the answers are not remembered as they were")
	}
	if got := r.found(evidentlyTool, c.quiet).mean; got < 0.9 {
		t.Errorf("a tool that compares means finds half a standard deviation in %.2f of 101 runs", got)
	}
	if got := r.falseAlarms(evidentlyTool).mean; got > 0.02 {
		t.Errorf("its threshold is at nearly four standard errors, and it calls %.2f of quiet windows", got)
	}
	if got := r.equalPower(evidentlyTool, c.quiet+1); math.Abs(got-equalAlpha) > 0.08 {
		t.Errorf("a change of nothing is found in %.2f where quiet windows are called in %.2f", got, equalAlpha)
	}
	if got := r.equalPower(nannymlTool, c.quiet); math.Abs(got-equalAlpha) > 1e-9 {
		t.Errorf("a tool without scores finds %.3f at a rate of %.2f", got, equalAlpha)
	}
	if got := r.equalPower(autoOne, c.quiet); got < 0.9 {
		t.Errorf("auto finds half a standard deviation in %.2f of 101 runs", got)
	}
}

// What is drawn as counts follows the same law as what is drawn row by row.
func TestCountsFollowTheRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		m int
		p float64
	}{{5, 0.3}, {100, 0.02}, {100, 0.4}, {1000, 0.7}, {1_000_000, 0.001}, {1_000_000, 0.25}} {
		const draws = 20_000
		mean, square := 0.0, 0.0
		for range draws {
			d := float64(binomial(rng, c.m, c.p)) - float64(c.m)*c.p
			mean += d / draws
			square += d * d / draws
		}
		variance := float64(c.m) * c.p * (1 - c.p)
		if math.Abs(mean) > 4*math.Sqrt(variance/draws) {
			t.Errorf("binomial(%d, %g): the mean is off by %g", c.m, c.p, mean)
		}
		if kurtosis := 3 + (1-6*c.p*(1-c.p))/variance; math.Abs(square/variance-1) > 4*math.Sqrt((kurtosis-1)/draws) {
			t.Errorf("binomial(%d, %g): the variance is %g, not %g", c.m, c.p, square, variance)
		}
	}

	// Windows of a million rows are drawn as counts: chi-squared of their cells against the shares that rows fall into them with.
	for _, l := range []numericLog{{shape: normal}, {shape: logNormal}, {shape: heavyTailed}, {shape: softmax}, {shape: tenValues}} {
		changed := change{shift: 0.3, scale: 1.2, tail: 0.05}
		const rows = 1_000_000
		counted := l.window(rng, l.begin(rng), rows, true, changed)
		drawn := l.ofRows(l.rows(rng, rows, changed), true)
		cells := map[float64][2]float64{}
		for i, w := range counted.W {
			cells[counted.Value(i)] = [2]float64{w, 0}
		}
		for i, w := range drawn.W {
			both := cells[drawn.Value(i)]
			both[1] = w
			cells[drawn.Value(i)] = both
		}
		square, df := 0.0, -1.0
		for _, both := range cells {
			if sum := both[0] + both[1]; sum >= 10 {
				square += (both[0] - both[1]) * (both[0] - both[1]) / sum
				df++
			}
		}
		if z := (square - df) / math.Sqrt(2*df); math.Abs(z) > 4.5 {
			t.Errorf("%s: counts and rows differ by %.1f standard deviations of χ²", l.shape.name, z)
		}
	}
}

// A rate is held to its limits with the simulation's error on top.
func TestJudge(t *testing.T) {
	for _, c := range []struct {
		rate float64
		auto bool
		want finding
	}{{0.05, false, holds}, {0.07, false, holds}, {0.09, false, tooMany}, {0.016, false, holds}, {0.005, false, tooFew}, {0, true, holds}, {0.063, true, holds}, {0.07, true, tooMany}} {
		if got := (rate{mean: c.rate, windows: 2000}).judge(0.05, c.auto); got != c.want {
			t.Errorf("%g of 2,000 windows at 0.05, auto %v: %s, not %s", c.rate, c.auto, got, c.want)
		}
	}
}

// Hidden values lead back to what they were made of.
func TestShapesInvert(t *testing.T) {
	for _, s := range []shape{normal, logNormal, heavyTailed, softmax} {
		for z := -4.0; z <= 4; z += 0.25 {
			if back := s.hidden(s.value(z)); math.Abs(back-z) > 1e-6 {
				t.Errorf("%s: %g comes back as %g", s.name, z, back)
			}
		}
	}
	for _, k := range []int{2, 10} {
		rows := categoricalLog{k: k}.rows(rand.New(rand.NewPCG(3, 4)), 1000, change{fresh: 0.1})
		if c := (categoricalLog{k: k}).ofRows(rows, false); c.Rows != 1000 || c.Len() != k+1 {
			t.Errorf("k=%d with a new name: %g rows of %d names", k, c.Rows, c.Len())
		}
	}
	rare := categoricalLog{k: 2, rare: 0.1}
	if c := rare.ofRows(rare.rows(rand.New(rand.NewPCG(5, 6)), 1000, change{fresh: 0.1}), false); c.Rows != 1000 || c.Len() != 4 || math.Abs(c.W[2]-90) > 40 {
		t.Errorf("two names, a rare one and a new one: %g rows of %d names, %v", c.Rows, c.Len(), c.W)
	}
	if (categoricalLog{}).kind() != model.Categorical {
		t.Error("categories have another kind")
	}
}
