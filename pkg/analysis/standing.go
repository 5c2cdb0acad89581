package analysis

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// standing is the references of the model's settings that rows are compared with: those of their version first, then those that hold for all.
type standing struct {
	version string           // whose rows these are; "": of all
	own     model.Succession // references of the version
	dated   model.Succession // references of all rows
}

// What holds for a window, beside the entries of the model's list.
const (
	beginning = -1 // the settings have nothing for these rows: the beginning of the log is taken
	notYet    = -2 // the first reference holds only for later windows
)

func (r *run) standing(version string) (standing, error) {
	s := standing{version: version}
	var err error
	if version != "" {
		if s.own, err = r.model.Reference.Succession(version, r.home); err != nil {
			return s, fmt.Errorf("model %q: %w", r.model.Name, err)
		}
	}
	if s.dated, err = r.model.Reference.Succession("", r.home); err != nil {
		return s, fmt.Errorf("model %q: %w", r.model.Name, err)
	}
	return s, nil
}

// at is the entry of the model's list that holds for a window that begins at t, or beginning or notYet.
func (s standing) at(t time.Time) int {
	if i := s.own.At(t); i >= 0 {
		return s.own[i].Entry
	}
	if len(s.dated) == 0 {
		return beginning
	}
	if i := s.dated.At(t); i >= 0 {
		return s.dated[i].Entry
	}
	return notYet
}

// between lists the entries that hold for windows in a range, or beginning.
func (s standing) between(rng window.Interval) []int {
	var entries []int
	add := func(entry int) {
		if entry != notYet && !slices.Contains(entries, entry) {
			entries = append(entries, entry)
		}
	}
	add(s.at(rng.From))
	for _, list := range []model.Succession{s.dated, s.own} {
		for _, held := range list {
			if held.Since.After(rng.From) && held.Since.Before(rng.To) {
				add(s.at(held.Since))
			}
		}
	}
	return entries
}

// before is the entry that a later one takes over from: whose grids it keeps where they are fine enough. beginning where there is none.
func (s standing) before(entry int) int {
	if i := position(s.own, entry); i > 0 {
		return s.own[i-1].Entry
	} else if i == 0 {
		if since := s.own[0].Since; !since.IsZero() {
			if d := s.dated.At(since); d >= 0 {
				return s.dated[d].Entry
			}
		}
		if len(s.dated) > 0 {
			return s.dated[0].Entry
		}
		return beginning
	}
	if i := position(s.dated, entry); i > 0 {
		return s.dated[i-1].Entry
	}
	return beginning
}

func position(list model.Succession, entry int) int {
	return slices.IndexFunc(list, func(h model.Held) bool { return h.Entry == entry })
}

// first is what holds first of all: what windows are counted by that come before it.
func (s standing) first() int {
	if len(s.dated) > 0 {
		return s.dated[0].Entry
	}
	return beginning
}

// versionsApart lists the versions of which a question compares the rows with references of their own, "" standing for all other rows: one where a filter
// pins it; where the question is grouped by version, every one that has references. A question that does not tell versions apart has only "".
func (r *run) versionsApart(described []store.Column) []string {
	known := r.model.Reference.Versions()
	if r.model.Version == "" || len(known) == 0 || r.query.Reference.Mode != "model" {
		return []string{""}
	}
	asked := r.askedVersions()
	apart := r.versionGroup() >= 0
	if !apart && len(asked) != 1 {
		return []string{""}
	}
	numeric := r.versionColumn(described).Kind == model.Numeric
	out := []string{""}
	for _, version := range known {
		if asked != nil && !slices.ContainsFunc(asked, func(a string) bool { return sameVersion(a, version, numeric) }) {
			continue
		}
		if len(asked) == 1 {
			return []string{version}
		}
		out = append(out, version)
	}
	return out
}

// askedVersions are the values that a filter allows for the version; nil where none restricts it to some.
func (r *run) askedVersions() []string {
	for _, f := range r.query.Filters {
		if f.Column == r.model.Version && (f.Operator == "=" || f.Operator == "in") {
			asked := make([]string, len(f.Values))
			for i, v := range f.Values {
				asked[i] = fmt.Sprint(v)
			}
			return asked
		}
	}
	return nil
}

// versionGroup is the position of the version among the columns of groupBy; −1 where the question is not grouped by it.
func (r *run) versionGroup() int {
	if r.model.Version == "" {
		return -1
	}
	return slices.Index(r.query.GroupBy, r.model.Version)
}

func (r *run) versionColumn(described []store.Column) store.Column {
	c, _, _ := r.lookup(r.model.Version, described)
	return c
}

// versionFilter keeps the rows of one version.
func (r *run) versionFilter(version string, described []store.Column) (store.Filter, error) {
	filters, err := r.typed([]query.Filter{{Column: r.model.Version, Operator: "=", Values: []any{version}}}, described)
	if err != nil {
		return store.Filter{}, fmt.Errorf("model %q: its reference of version %q: %s holds numbers, and %q is none", r.model.Name, version, r.model.Version, version)
	}
	return filters[0], nil
}

// sameVersion compares the names of versions; where the column holds numbers 1.0 is 1.
func sameVersion(a, b string, numeric bool) bool {
	if a == b {
		return true
	}
	if !numeric {
		return false
	}
	x, errX := strconv.ParseFloat(strings.TrimSpace(a), 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(b), 64)
	return errX == nil && errY == nil && x == y
}
