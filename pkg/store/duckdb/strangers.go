package duckdb

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/shorten"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// A pattern may take what is no part of the log: the tables of an evaluation that lie beside the predictions, a file of settings. Files are united by the names of
// their columns, so such rows would count, and nothing would look wrong; or they have no time, and count nowhere. They are told by their columns.

// mostLookedAt bounds the files that are looked at, evenly over the list; of each JSON file as many bytes as hold the names of its columns.
const (
	mostLookedAt = 300
	longestHead  = 256 << 10
	// longestPattern is what somebody would copy.
	longestPattern = 300
)

// Strangers are files of a source that have little in common with the others.
type Strangers struct {
	Text     string // which they are, what becomes of their rows, and what to do
	Pattern  string // takes the others alone; "" where names and folders do not tell
	Timeless bool   // none of their rows has a time
}

// Strangers finds the files of a source that have little in common with the others; nil where there are none. clock is the column of the time, "" for none; wanted are others that the log is known to have: of two kinds of files, as many of each, those that have them
// are the log.
func (s *Store) Strangers(ctx context.Context, src model.Source, clock string, wanted []string) (*Strangers, error) {
	if src.File == "" || src.Layout != "" {
		return nil, nil
	}
	found, err := s.locate(src)
	if err != nil || len(found.files) < 2 {
		return nil, err
	}
	files := found.files
	if n := len(files); n > mostLookedAt {
		some := make([]file, mostLookedAt)
		for i := range some {
			some[i] = files[i*n/mostLookedAt]
		}
		files = some
	}
	columns, err := s.namesIn(ctx, found.format, files)
	if err != nil {
		return nil, err
	}
	log, strange := apart(files, columns, append([]string{clock}, wanted...))
	if len(strange) == 0 {
		return nil, nil
	}
	looked := fmt.Sprintf("Of the %d files", len(files))
	if len(files) < len(found.files) {
		looked = fmt.Sprintf("Of %d of the %d files that were looked at", len(files), len(found.files))
	}
	have := "have"
	if len(strange) == 1 {
		have = "has"
	}
	timed := withTime(log, strange, columns, clock)
	out := &Strangers{Timeless: timed == 0, Text: fmt.Sprintf("%s, %d %s other columns than the rest, and %s: %s (%s). If they are no part of the log, ",
		looked, len(strange), have, fateOf(timed, len(strange), clock), shorten.Names(3, baseNames(strange)), shorten.Names(6, columns[strange[0].path]))}
	if pattern := narrower(src.File, log, strange); pattern != "" && pattern == shorten.To(longestPattern, shorten.Line(pattern)) {
		out.Pattern = pattern
		out.Text += "name the others alone: " + pattern
	} else {
		out.Text += "put them into another folder"
	}
	return out, nil
}

// withTime is how many of the files that are strange to a log have its time; all, where it has none.
func withTime(log, strange []file, columns map[string][]string, clock string) (timed int) {
	if clock == "" {
		return len(strange)
	}
	name := strings.ToLower(clock)
	outer, _, _ := strings.Cut(name, ".") // of a value inside a column
	if slices.ContainsFunc(log, func(f file) bool { return slices.Contains(columns[f.path], name) }) {
		outer = name // the dot is a part of its name
	}
	for _, f := range strange {
		if own := columns[f.path]; slices.Contains(own, name) || slices.Contains(own, outer) {
			timed++
		}
	}
	return timed
}

// fateOf says what becomes of the rows of strange files, of which some have the log's time: files are united by the names of their columns, so those without it lie in no window.
func fateOf(timed, strange int, clock string) string {
	clock = shorten.Name(clock)
	switch {
	case timed == strange && timed == 1:
		return "its rows count as well"
	case timed == strange:
		return "their rows count as well"
	case strange == 1:
		return fmt.Sprintf("no window counts its rows, because it has no column %q", clock)
	case timed == 0:
		return fmt.Sprintf("no window counts their rows, because they have no column %q", clock)
	}
	return fmt.Sprintf("the rows of those with a column %q count as well, those of the others in no window", clock)
}

// apart parts files into those that are the log and those that are strange to it: that share no column with most files, or, being called otherwise than all of these, half of their
// columns at most.
func apart(files []file, columns map[string][]string, wanted []string) (log, strange []file) {
	kinds := map[string][]file{}
	for _, f := range files {
		if names := columns[f.path]; len(names) > 0 {
			key := strings.Join(names, "\x00")
			kinds[key] = append(kinds[key], f)
		}
	}
	if len(kinds) < 2 {
		return files, nil
	}
	has := func(key string) (n int) {
		for _, name := range wanted {
			if slices.Contains(strings.Split(key, "\x00"), strings.ToLower(name)) {
				n++
			}
		}
		return n
	}
	size := func(list []file) (bytes int64) {
		for _, f := range list {
			bytes += f.size
		}
		return bytes
	}
	most := ""
	for _, key := range slices.Sorted(maps.Keys(kinds)) {
		a, b := kinds[key], kinds[most]
		if more := len(a) > len(b) || len(a) == len(b) && (has(key) > has(most) || has(key) == has(most) && size(a) > size(b)); more {
			most = key
		}
	}
	usual, names := columns[kinds[most][0].path], callings(kinds[most])
	for _, f := range files {
		own := columns[f.path]
		shared := 0
		for _, name := range own {
			if slices.Contains(usual, name) {
				shared++
			}
		}
		otherwise := len(names) == 1 && !names[calling(f)]
		if len(own) > 0 && (shared == 0 || otherwise && 2*shared <= len(usual)) {
			strange = append(strange, f)
		} else {
			log = append(log, f)
		}
	}
	return log, strange
}

// IDs is the expression of what programs give as names, in lower case: a UUID or a long hexadecimal number.
const IDs = `[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24,}`

// numbered is what differs between the names of files that are called alike.
var numbered = regexp.MustCompile(`(?i)` + IDs + `|\d+([-_:. T]\d+)*Z?`)

// calling is what a file is called, without what tells it from its siblings.
func calling(f file) string { return numbered.ReplaceAllString(path.Base(f.shown), "*") }

func callings(files []file) map[string]bool {
	names := map[string]bool{}
	for _, f := range files {
		names[calling(f)] = true
	}
	return names
}

func baseNames(files []file) []string {
	var names []string
	for _, f := range files {
		if name := path.Base(f.shown); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// narrower is a source's pattern that takes the log and not what is strange to it; "" where names and folders do not tell.
func narrower(pattern string, log, strange []file) string {
	if names := callings(log); len(names) == 1 && len(log) > 0 {
		name, others := numbered.ReplaceAllString(Literal(path.Base(log[0].shown)), "*"), callings(strange)
		exact := baseNames(log)
		if len(exact) == 1 && !slices.Contains(baseNames(strange), exact[0]) {
			name = Literal(exact[0])
		} else if slices.ContainsFunc(slices.Collect(maps.Keys(others)), func(other string) bool {
			matched, err := path.Match(name, strings.ReplaceAll(other, "*", "0"))
			return matched || err != nil
		}) {
			return ""
		}
		if strings.Contains(path.Base(pattern), "*") && path.Base(pattern) != "**" {
			return path.Join(path.Dir(pattern), name)
		}
		return ""
	}
	folder := path.Dir(log[0].shown)
	for _, f := range log {
		for folder != "." && !strings.HasPrefix(f.shown, folder+"/") {
			folder = path.Dir(folder)
		}
	}
	if folder == "." || slices.ContainsFunc(strange, func(f file) bool { return strings.HasPrefix(f.shown, folder+"/") }) {
		return ""
	}
	ending := "*" + path.Ext(log[0].shown)
	if slices.ContainsFunc(log, func(f file) bool { return path.Dir(f.shown) != folder }) {
		return path.Join(Literal(folder), "**", ending)
	}
	return path.Join(Literal(folder), ending)
}

// namesIn are the names of the columns of each file, sorted and in lower case; none where they could not be read.
func (s *Store) namesIn(ctx context.Context, as format, files []file) (map[string][]string, error) {
	columns := map[string][]string{}
	set := func(f file, names []string) {
		for i, name := range names {
			names[i] = strings.ToLower(name)
		}
		slices.Sort(names)
		columns[f.path] = slices.Compact(names)
	}
	if as == parquetFormat {
		rows, err := s.engine.all(ctx, sql.Statement{Text: "SELECT file_name, name, coalesce(num_children, 0)::BIGINT FROM parquet_schema(" + pathList(files) + ") ORDER BY file_name, column_id"})
		if err != nil {
			return nil, nil // whoever reads it says why
		}
		by := map[string][][]any{}
		for _, row := range rows {
			by[row[0].(string)] = append(by[row[0].(string)], row[1:])
		}
		for _, f := range files {
			set(f, outermost(by[f.path]))
		}
		return columns, nil
	}
	for _, f := range files {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if as == csvFormat {
			if shape, err := s.sniff(ctx, f); err == nil {
				set(f, slices.Clone(shape.names))
			}
			continue
		}
		if from, err := s.opened(f); err == nil {
			head, _ := io.ReadAll(io.LimitReader(from, longestHead)) // of what is packed there are no names
			from.Close()
			set(f, memberNames(head))
		}
	}
	return columns, nil
}

// outermost are the columns of a Parquet file, of the rows of its schema: the whole first, and each with its children after it.
func outermost(schema [][]any) (names []string) {
	inside := int64(0) // of what follows, how many rows lie inside a column
	for i, row := range schema {
		children := row[1].(int64)
		switch {
		case i == 0:
		case inside > 0:
			inside += children - 1
		default:
			names, inside = append(names, row[0].(string)), children
		}
	}
	return names
}

// memberNames are those of the first object of JSON, or of the columns of a table that pandas wrote, as far as its beginning tells.
func memberNames(head []byte) (names []string) {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	decoder := json.NewDecoder(bytes.NewReader(head))
	token, err := decoder.Token()
	if token == json.Delim('[') {
		token, err = decoder.Token()
	}
	if err != nil || token != json.Delim('{') {
		return nil
	}
	table := beginsSplit(bytes.NewReader(head))
	for decoder.More() {
		name, err := decoder.Token()
		text, is := name.(string)
		if err != nil || !is {
			break
		}
		var value json.RawMessage
		if names = append(names, text); decoder.Decode(&value) != nil {
			break
		}
		var columns []any
		if table && json.Unmarshal(value, &columns) == nil { // it begins with them
			names = names[:0]
			for _, c := range columns {
				names = append(names, fmt.Sprint(c))
			}
			return names
		}
	}
	return names
}
