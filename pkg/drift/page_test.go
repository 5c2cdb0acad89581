package drift

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/tideline-ml/tideline/pkg/drift/method"
)

var update = flag.Bool("update", false, "write docs/methods.md anew; look at the difference before you commit it")

const pageFile = "../../docs/methods.md"

// docs/methods.md is written from the catalogue, so that it says what editors show and what the code computes.
func TestMethodsPage(t *testing.T) {
	want := methodsPage()
	if *update {
		if err := os.WriteFile(pageFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(pageFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/methods.md is not what the catalogue says; run go test ./pkg/drift -run MethodsPage -update")
	}
}

func methodsPage() []byte {
	var page bytes.Buffer
	page.WriteString(`# Methods

Tideline's own, from ` + "`auto`" + ` on; [other libraries' definitions](peers.md) have their own page. This one is written from the catalogue in the code
(` + "`go test ./pkg/drift -run MethodsPage -update`" + `); how a verdict comes from a method's numbers is in [Verdicts](verdicts.md).

r and c are the shares, F_R and F_C the distribution functions of reference and window, n and m their rows. The *threshold* is on the effect, the statistic freed of
noise. *p* says what a p-value of independent rows rests on: the statistic's *law*; a law that is *ties corrected* where single values hold a large share of the rows;
*resampled*, how often the statistic was reached when the rows were dealt to both samples anew (at most 1,000 times, on at most 512 cells, with a seed that
depends on the counts alone, and a fitted tail below 1 %). With four windows of reference or more, as a query mostly has, no method uses that p: the window's statistic is judged by what it is *between windows* of the
reference ([how](verdicts.md#other-methods)), and ` + "`p_basis`" + ` says so. With fewer, p of ` + "`psi`, `kl`, `js`, `hellinger`, `bhattacharyya`, `tv`, `intersection`, `cramers_v` and `chi2`" + ` is one and the same test, that of χ² over
the same bins: they part by statistic and threshold alone.

The same threshold is another change in each method. *Passed by* is the shift of a normal column, in its standard deviations, from which the default threshold is passed: who takes ` + "`psi`" + ` or ` + "`chi2`" + ` by habit hears
of nothing below a third of a standard deviation, three times what ` + "`auto`" + ` reports. Reasons to leave ` + "`auto`" + `: a number that others know already (` + "`psi`" + `), a question of one sort (` + "`mannwhitney`" + `: up or down, whatever the outliers; ` + "`z`" + `: one category), or
a report that has to be another library's ([peers](peers.md)). Values that the reference never had are called from 5 % of the rows on by every method, however sure they are.

## Bins

Methods that compare shares cut a numeric feature into bins; categories are their own. The query says how, ` + "`\"binning\": {\"mode\": \"quantiles\", \"bins\": 10}`" + `, or the model's
settings for a feature (` + "`binning: { mode: edges, edges: [0, 18, 65] }`" + `). Bins are cut from the reference alone, so they are the same for all windows, and the first and
last are open: one outlier changes nothing.

| mode | bins |
|---|---|
| ` + "`quantiles`" + ` (default) | ` + "`bins`" + ` (10) of about equal share of the reference; a value with that share by itself is a bin of its own, and so is every value where there are no more than that |
| ` + "`width`" + ` | ` + "`bins`" + ` (10) of equal width between the smallest and the largest value of the reference |
| ` + "`sturges`" + ` | of equal width, 1 + log₂ n of them |
| ` + "`doane`" + ` | as Sturges, more where the reference is skewed |
| ` + "`edges`" + ` | where ` + "`edges`" + ` say; a value on an edge is in the upper bin |
| ` + "`values`" + ` | every value by itself |

A column that is counted on a grid has no edges inside a cell: a given edge, or one of equal width, goes to the nearest boundary of a cell. Then the verdict's note
says by how much shares can be off (a cell holds at most 1/128 of the reference), and ` + "`error_bound`" + ` says it for the statistic where that is known. Quantiles are cut at the
cells' own boundaries, so nothing is off; with ` + "`\"precision\": \"exact\"`" + ` neither is anything else.
`)
	var group string
	for _, m := range own {
		if m.Group != group {
			group = m.Group
			fmt.Fprintf(&page, "\n## %s\n\n| id | name | good for | definition | range | threshold | passed by | p | source |\n|---|---|---|---|---|---|---|---|---|\n", group)
		}
		cells := []string{"`" + m.ID + "`", m.Name, sentences(m.Summary, remarkOf(m), forKinds(m)), m.Formula, rangeOf(m), thresholdOf(m), passedBy(m), strings.Join(m.Bases, ", "), m.Source}
		for i := range cells {
			cells[i] = strings.ReplaceAll(cells[i], "|", "\\|")
		}
		fmt.Fprintf(&page, "| %s |\n", strings.Join(cells, " | "))
	}
	return page.Bytes()
}

func sentences(all ...string) string {
	return strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), " ")
}

func remarkOf(m *method.Method) string {
	if m.Remark == "" {
		return ""
	}
	return "*" + m.Remark + "*"
}

func forKinds(m *method.Method) string {
	switch {
	case len(m.Kinds) == 1:
		return "Numbers only."
	case !slices.Contains(m.Kinds, "numeric"):
		return "Categories only."
	}
	return ""
}

func rangeOf(m *method.Method) string {
	end := func(x float64) string {
		switch {
		case math.IsInf(x, 1):
			return "∞"
		case math.IsInf(x, -1):
			return "−∞"
		}
		return fmt.Sprintf("%.4g", x)
	}
	text := end(m.Range[0]) + " … " + end(m.Range[1])
	if m.Unit != "" {
		text += ", " + m.Unit
	}
	return text
}

func thresholdOf(m *method.Method) string {
	switch {
	case math.IsNaN(m.Threshold):
		return ""
	case m.Relative:
		return fmt.Sprintf("%.4g sd of the reference", m.Threshold)
	}
	return fmt.Sprintf("%.4g", m.Threshold)
}

// passedBy is the shift of a normal column from which a method's default threshold is passed.
func passedBy(m *method.Method) string {
	const rows = 2000
	reference, current := make([]float64, rows), make([]float64, rows)
	for i := range reference {
		reference[i] = distuv.UnitNormal.Quantile((float64(i) + 0.5) / rows)
	}
	passes := func(shift float64) bool {
		for i, x := range reference {
			current[i] = x + shift
		}
		pair, err := method.PairFromSlices(reference, current)
		if err != nil {
			panic(err)
		}
		measured := m
		if m.Statistic == nil { // auto's is this one's, between fences
			measured = method.Wasserstein
		}
		found, threshold := measured.Statistic(pair), m.Threshold
		if m.Relative {
			threshold *= found.Yardstick
		}
		return m.Away(found.Statistic) > threshold
	}
	shift := 0.01 * float64(sort.Search(300, func(hundredths int) bool { return passes(0.01*float64(hundredths) + 1e-6) }))
	return fmt.Sprintf("%.2f sd", shift)
}
