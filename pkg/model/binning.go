package model

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Binning says how methods that compare shares cut a numeric feature into bins. A setting of a feature, or of a query.
type Binning struct {
	Mode  string    `json:"mode,omitempty"`  // one of BinningModes; default: quantiles, or edges where there are some
	Bins  int       `json:"bins,omitempty"`  // quantiles, width: how many; default 10
	Edges []float64 `json:"edges,omitempty"` // edges: where one bin ends and the next begins, ascending; the first and the last bin are open
}

// BinningModes lists the modes: quantiles of the reference, equal width, as many of equal width as Sturges or Doane advise, given edges, every value a bin.
var BinningModes = []string{"quantiles", "width", "sturges", "doane", "edges", "values"}

const (
	// LeastBins and MostBins bound the bins of a binning.
	LeastBins = 2
	MostBins  = 512
)

// WithDefaults fills in the mode.
func (b Binning) WithDefaults() Binning {
	if b.Mode == "" {
		b.Mode = "quantiles"
		if len(b.Edges) > 0 {
			b.Mode = "edges"
		}
	}
	return b
}

// Key tells binnings apart: equal keys, equal bins.
func (b Binning) Key() string { return fmt.Sprint(b.WithDefaults()) }

// Problems finds what is wrong with a binning, by the names of its fields.
func (b Binning) Problems() []Problem {
	var c checker
	b = b.WithDefaults()
	c.oneOf("mode", b.Mode, BinningModes)
	if b.Bins != 0 && (b.Bins < LeastBins || b.Bins > MostBins) {
		c.add("bins", "is %d; it must lie between %d and %d", b.Bins, LeastBins, MostBins)
	}
	if b.Mode != "edges" {
		return c.problems
	}
	switch {
	case len(b.Edges) == 0:
		c.add("edges", "is missing: say where bins end, for example [0, 10, 20]; below the first and from the last on is a bin each")
	case len(b.Edges) >= MostBins:
		c.add("edges", "has %d entries; %d bins are the most", len(b.Edges), MostBins)
	}
	for i, e := range b.Edges {
		if math.IsNaN(e) || math.IsInf(e, 0) {
			c.add(fmt.Sprintf("edges[%d]", i), "must be a finite number")
		} else if i > 0 && e <= b.Edges[i-1] {
			c.add(fmt.Sprintf("edges[%d]", i), "is %v, not more than the edge before it, %v", e, b.Edges[i-1])
			break
		}
	}
	return c.problems
}

// Unread names the fields that are set and mean nothing to the mode: "bins" or "edges".
func (b Binning) Unread() []string {
	b = b.WithDefaults()
	var unread []string
	if b.Bins != 0 && b.Mode != "quantiles" && b.Mode != "width" {
		unread = append(unread, "bins")
	}
	if len(b.Edges) > 0 && b.Mode != "edges" {
		unread = append(unread, "edges")
	}
	return unread
}

// binning checks the binning of a feature.
func (c *checker) binning(field string, f Feature) {
	if f.Binning == nil {
		return
	}
	if f.Kind != "" && f.Kind != Numeric {
		c.add(field, "only numeric features are cut into bins; %q is %s", f.Name, f.Kind)
	}
	for _, p := range f.Binning.Problems() {
		c.add(field+"."+p.Field, "%s", p.Message)
	}
	if unread := f.Binning.Unread(); len(unread) > 0 && slices.Contains(BinningModes, f.Binning.WithDefaults().Mode) {
		c.add(field+"."+unread[0], "means nothing to the mode %s; leave out %s", f.Binning.WithDefaults().Mode, strings.Join(unread, " and "))
	}
}
