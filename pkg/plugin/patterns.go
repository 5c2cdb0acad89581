package plugin

import (
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store/duckdb"
)

// Which patterns the configuration editor offers for the files of a folder: those of a folder's files of one kind, and those that reach through folders that
// programs name: by a run's or a data set's id (MLflow, Evidently), or by a day.

// anID is what programs name by themselves: a UUID, a long hexadecimal number, a ULID.
var anID = regexp.MustCompile(`(?i)` + duckdb.IDs + `|\b0[0-9A-HJKMNP-TV-Z]{25}\b`)

var (
	aDay   = regexp.MustCompile(`\d{4}-\d{2}-\d{2}([T_ ]?\d{2}[-:]?\d{2}([-:]?\d{2})?Z?)?|\b(19|20)\d{6}\b`)
	digits = regexp.MustCompile(`\d{3,}`)
	stars  = regexp.MustCompile(`\*+`)
	// folders of years, months and days, one in the other
	datedFolders = regexp.MustCompile(`(^|/)(19|20)\d{2}/(0[1-9]|1[0-2])(/(0[1-9]|[12]\d|3[01]))?(/|$)`)
)

// mostNames bounds the patterns of files that are called alike in folders with ids: of more, one takes all.
const mostNames = 8

// pattern is what files have in common.
type pattern struct {
	File
	wider string   // that takes files of other names as well; "" where the pattern is of one folder
	first []string // of JSON: a file that tells what they are, of each of the patterns that it was made of
}

// look tells what JSON a pattern's files hold. It is done for those that are offered alone: a folder of thousands of runs has thousands of patterns.
func (p *pattern) look() {
	all := func(holds func(name string) bool) bool {
		return len(p.first) > 0 && !slices.ContainsFunc(p.first, func(name string) bool { return !holds(name) })
	}
	p.Tables = all(holdsTable)
	p.Objects = !p.Tables && all(func(name string) bool { return !holdsTable(name) && holdsOneObject(name) })
}

// patternOf is the pattern of a file's siblings, and the wider one that it is in: partitions (day=2026-11-01) become **, a folder that is named by an id or a day *. Where there are
// such folders in such folders with others between, the outer one is a project: it stays.
func patternOf(file string) (narrow, wider string) {
	folder, ending := path.Dir(file), path.Ext(file)
	if folder == "." {
		return "*" + ending, ""
	}
	names := strings.Split(duckdb.Literal(folder), "/")
	parts := strings.Split(throughDays(folder), "/")
	if at := slices.IndexFunc(parts, func(part string) bool { return strings.Contains(part, "=") }); at >= 0 {
		return path.Join(append(names[:at:at], "**", "*"+ending)...), ""
	}
	var groups [][2]int // of folders that are named so, one in the other
	for i, part := range parts {
		if part != "*" && anID.FindString(part) != part && aDay.FindString(part) != part {
			parts[i] = names[i]
			continue
		}
		parts[i] = "*"
		if last := len(groups) - 1; last >= 0 && groups[last][1] == i {
			groups[last][1]++
		} else {
			groups = append(groups, [2]int{i, i + 1})
		}
	}
	if len(groups) == 0 {
		return path.Join(duckdb.Literal(folder), "*"+ending), ""
	}
	for _, outer := range groups[:len(groups)-1] {
		copy(parts[outer[0]:outer[1]], names[outer[0]:outer[1]])
	}
	name := duckdb.Literal(strings.TrimSuffix(path.Base(file), ending))
	for _, varies := range []*regexp.Regexp{anID, aDay, digits} {
		name = varies.ReplaceAllString(name, "*")
	}
	within := strings.Join(parts, "/")
	return path.Join(within, stars.ReplaceAllString(name, "*")+ending), path.Join(within, "*"+ending)
}

// throughDays has a star for each folder of a year, a month and a day.
func throughDays(folder string) string {
	return datedFolders.ReplaceAllStringFunc(folder, func(dated string) string {
		parts := strings.Split(dated, "/")
		for i, part := range parts {
			if part != "" {
				parts[i] = "*"
			}
		}
		return strings.Join(parts, "/")
	})
}

// worthOffering are the patterns that take more than a file, or will: where runs have folders of their own, the next one has, too.
func worthOffering(patterns map[string]*pattern) []*pattern {
	names := map[string]int{}
	for _, p := range patterns {
		names[p.wider]++
	}
	wider := map[string]*pattern{}
	var offered []*pattern
	for _, p := range patterns {
		switch {
		case p.wider == "" && p.Count > 1, p.wider != "" && names[p.wider] <= mostNames:
			offered = append(offered, p)
		case p.wider != "":
			if w := wider[p.wider]; w != nil {
				w.add(p.File)
				w.first = append(w.first, p.first...)
			} else {
				all := *p
				all.Path, all.first = p.wider, slices.Clone(p.first)
				wider[p.wider] = &all
			}
		}
	}
	for _, w := range wider {
		slices.Sort(w.first)
		w.first = w.first[:min(len(w.first), mostNames)]
		offered = append(offered, w)
	}
	sort.Slice(offered, func(i, j int) bool { return offered[i].Path < offered[j].Path })
	return offered
}

// add counts more files in.
func (f *File) add(more File) {
	f.Bytes += more.Bytes
	f.Count += more.Count
	f.More = f.More || more.More
	if more.Modified.After(f.Modified) {
		f.Modified = more.Modified
	}
}
