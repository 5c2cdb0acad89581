package model

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/window"
)

// version checks the column that names the model's version.
func (c *checker) version(field string, m *Model) {
	if m.Version == "" || slices.Contains(m.Segments, m.Version) {
		return
	}
	if len(m.Segments) == 0 {
		c.add(field, "%q is no segment, and versions are told apart as segments are; add it to segments", m.Version)
		return
	}
	c.add(field, "%q is not among the segments, %s; add it to them, or name one of them", m.Version, strings.Join(m.Segments, ", "))
}

// references checks each entry of the list, and that of two that could hold for a window it is clear which one does.
func (c *checker) references(field string, m *Model, features []string, zone *time.Location) {
	if n := len(m.Reference); n > MostReferences {
		c.add(field, "has %d entries, and at most %d are read; take out those that no longer hold", n, MostReferences)
		return
	}
	type moment struct {
		version Version
		since   time.Time
	}
	first := map[moment]int{}
	for i := range m.Reference {
		r, at := &m.Reference[i], m.Reference.Field(field, i)
		c.reference(at, r, features, m, zone)
		if r.Version != "" && m.Version == "" {
			c.add(at+".version", "is %q, but the model does not say which column holds its version; name that segment as version", r.Version)
		}
		holds := moment{version: r.Version}
		if r.Since != "" {
			since, ok := c.moment(at+".since", r.Since, zone)
			if !ok {
				continue
			}
			holds.since = since
		}
		before, taken := first[holds]
		switch {
		case !taken:
			first[holds] = i
		case r.Since == "":
			c.add(at, "holds from the beginning, as %s does; of two such entries give the later one a since", m.Reference.Field(field, before))
		default:
			c.add(at+".since", "is the same moment as that of %s; from one moment on only one reference can hold", m.Reference.Field(field, before))
		}
	}
}

func (c *checker) reference(field string, r *Reference, features []string, m *Model, zone *time.Location) {
	ways := 0
	for _, set := range []bool{r.From != "" || r.To != "", r.Source != nil, r.Mode != ""} {
		if set {
			ways++
		}
	}
	switch {
	case ways == 0:
		c.add(field, "says nothing: give from and to, or a source, or a mode")
	case ways > 1:
		c.add(field, "is given in several ways; keep one of from and to, source, and mode")
	}
	if r.From != "" || r.To != "" {
		c.period(field, r.From, r.To, zone)
	}
	if r.Source != nil {
		c.source(field+".source", *r.Source)
	}
	for _, feature := range slices.Sorted(maps.Keys(r.Columns)) {
		at := field + ".columns." + feature
		if r.Columns[feature] == "" {
			c.add(at, "names no column of the reference")
		}
		known := append([]string{"prediction", "target"}, features...)
		if p := m.Prediction; p != nil {
			known = append(known, p.Label, p.Value, p.Score)
		}
		if t := m.Target; t != nil {
			known = append(known, t.Column)
		}
		if len(features) > 0 && !slices.Contains(known, feature) {
			c.add(at, "there is no feature %q; there are %s", feature, strings.Join(features, ", "))
		}
	}
	switch r.Mode {
	case "":
		if r.Windows != 0 {
			c.add(field+".windows", "is for the modes trailing and season")
		}
		if r.SkipDrifted {
			c.add(field+".skipDrifted", "is for the modes previous, trailing and season: a fixed reference has no verdicts of its own")
		}
	case "previous":
	case "trailing", "season":
		if r.Windows < 0 || r.Windows > window.MaxWindows {
			c.add(field+".windows", "%d is no number of windows", r.Windows)
		}
	default:
		c.oneOf(field+".mode", r.Mode, []string{"previous", "trailing", "season"})
	}
	c.season(field+".period", r, m)
}

// season checks that the model's own windows return in a period.
func (c *checker) season(field string, r *Reference, m *Model) {
	if r.Mode != "season" {
		if r.Period != "" {
			c.add(field, "is for the mode season")
		}
		return
	}
	period, err := r.Rhythm()
	if err != nil {
		c.add(field, "%v", err)
		return
	}
	own := window.Fixed(window.Day)
	if m.Window != "" {
		if own, err = window.ParseSpec(m.Window); err != nil {
			return // said of the window
		}
	}
	if _, err := window.NewSeasons(own, time.UTC, period, r.Count(), 1); err != nil {
		c.add(field, "%v", err)
	}
}
