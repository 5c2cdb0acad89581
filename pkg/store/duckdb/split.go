package duckdb

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A table that pandas writes as JSON of the orientation "split", as MLflow's log_table does, is one object: {"columns": [names], "data": [rows]}. Its rows become lines of
// objects, as the objects of other files do where they are packed.

// longestNames is how many bytes of a file are looked at to see whether it is a table.
const longestNames = 1 << 20

// mostPeeked bounds the files of which it is remembered whether they are tables: a hash each.
const mostPeeked = 500_000

// anySplit tells whether any of the files begins as a table of that orientation.
func (s *Store) anySplit(files []file) bool { return slices.ContainsFunc(files, s.isSplit) }

// isSplit looks at a file once.
func (s *Store) isSplit(f file) bool {
	cache, key := s.engine.files, [16]byte(hashOf(f.key()))
	cache.mutex.Lock()
	split, known := cache.split[key]
	cache.mutex.Unlock()
	if known {
		return split
	}
	handle, err := s.opened(f)
	if err != nil {
		return false
	}
	defer handle.Close()
	split = HoldsTable(handle, f.path)
	cache.mutex.Lock()
	defer cache.mutex.Unlock()
	keep(cache.split, key, split, mostPeeked)
	return split
}

// HoldsTable tells whether a file begins as a table of that orientation. It is false of what cannot be read.
func HoldsTable(from io.Reader, name string) bool {
	if strings.HasSuffix(strings.ToLower(name), ".gz") {
		unpacked, err := gzip.NewReader(from)
		if err != nil {
			return false
		}
		from = unpacked
	}
	r := bufio.NewReader(io.LimitReader(from, longestNames))
	if begin, _ := r.Peek(3); string(begin) == "\xef\xbb\xbf" {
		_, _ = r.Discard(3)
	}
	return beginsSplit(r)
}

// beginsSplit tells whether an object begins as a table: with a list called columns, and after it rows or their index. A prediction may have a member that is called so.
func beginsSplit(r io.Reader) bool {
	decoder := json.NewDecoder(r)
	decoder.UseNumber()
	var failed error
	next := func() json.Token {
		token, err := decoder.Token()
		failed = err
		return token
	}
	if next() != json.Delim('{') || next() != "columns" || next() != json.Delim('[') {
		return false
	}
	for depth := 1; depth > 0; {
		switch next() {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
		}
		if failed != nil {
			return false
		}
	}
	switch next() {
	case "index":
		return next() == json.Delim('[')
	case "data":
		return next() == json.Delim('[') && (!decoder.More() || next() == json.Delim('['))
	}
	return false
}

// splitTable is an object of that orientation. Pandas writes an index, too, where it is not told otherwise; it is no column.
type splitTable struct {
	Columns []json.RawMessage
	Data    json.RawMessage // read row by row: as a list of lists it would take many times its bytes
	Index   json.RawMessage
}

// splitOf reads an object as a table; false where it is another one, or holds anything besides.
func splitOf(object []byte) (t splitTable, is bool) {
	if !beginsSplit(bytes.NewReader(object)) {
		return t, false
	}
	decoder := json.NewDecoder(bytes.NewReader(object))
	decoder.DisallowUnknownFields()
	return t, decoder.Decode(&t) == nil && len(t.Data) > 0 && t.Data[0] == '['
}

// lines writes the rows as objects, one a line.
func (t splitTable) lines(to *lineWriter) error {
	names, seen := make([][]byte, len(t.Columns)), map[string]bool{}
	for i, raw := range t.Columns {
		var name string
		if json.Unmarshal(raw, &name) != nil {
			if raw[0] == '[' || raw[0] == '{' {
				return errors.New("has columns with several names each (flatten them before they are logged)")
			}
			name = string(raw) // of a DataFrame without names these are numbers
		}
		if err := soundName(name); err != nil {
			return err
		}
		if seen[strings.ToLower(name)] {
			return fmt.Errorf("has the column %q more than once, perhaps in another case,", name)
		}
		seen[strings.ToLower(name)] = true
		names[i], _ = json.Marshal(name)
	}
	if len(names) == 0 {
		return errors.New("is a table without columns")
	}
	rows := json.NewDecoder(bytes.NewReader(t.Data))
	_, _ = rows.Token()
	var row []json.RawMessage
	for rows.More() {
		if row = row[:0]; rows.Decode(&row) != nil || len(row) != len(names) {
			return errors.New("has a row that is shorter or longer than its columns")
		}
		for i, value := range row {
			to.object.WriteByte("{,"[min(i, 1)])
			to.object.Write(names[i])
			to.object.WriteByte(':')
			if err := json.Compact(&to.object, value); err != nil {
				return errors.New("is no JSON")
			}
		}
		to.object.WriteByte('}')
		if err := to.line(); err != nil {
			return err
		}
	}
	return nil
}
