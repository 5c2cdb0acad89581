package drift

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/drift/method"
	"github.com/tideline-ml/tideline/pkg/drift/peer"
)

// own are Tideline's methods; catalogue has other libraries' definitions too. Both in the order in which editors show them.
var (
	own       = append([]*method.Method{Auto}, method.All...)
	catalogue = append(slices.Clone(own), peer.All...)
)

// Auto combines several methods and judges each by how windows of the reference differ; Baseline.Judge does it.
var Auto = &method.Method{
	ID:    "auto",
	Group: method.Default,
	Name:  "Automatic",
	Summary: "The default: sees shifts, changes of spread, tails and categories, allows for the ordinary variation between windows, " +
		"and says drift only when it is sure and large enough to matter.",
	Formula: "numeric: W₁ between fences (one length of the reference's middle 99 % beyond it) / sd of the reference, with the Cauchy rule over Anderson–Darling, Wasserstein and 49 quantiles; " +
		"categories: total variation, with the Cauchy rule over χ² and squared differences of shares",
	Source:    "docs/verdicts.md; Liu & Xie (2020), JASA 115:393, for the Cauchy rule",
	Kinds:     method.SharesKinds,
	Range:     [2]float64{0, math.Inf(1)},
	Unit:      "standard deviations of the reference (numeric), share of rows (categories)",
	Threshold: 0.1,
	Scale:     method.Distance,
	Bases:     []string{method.BasisLaw, basisBetween},
}

// Methods lists what a query can name as its method. The list and its entries must not be changed.
func Methods() []*method.Method { return catalogue }

// Own lists Tideline's own methods, which pass its gates.
func Own() []*method.Method { return own }

// Lookup finds a method by its id. The error lists the ids that exist.
func Lookup(id string) (*method.Method, error) {
	ids := make([]string, len(catalogue))
	for i, m := range catalogue {
		if m.ID == id {
			return m, nil
		}
		ids[i] = m.ID
	}
	return nil, fmt.Errorf("unknown method %q; methods are %s", id, strings.Join(ids, ", "))
}
