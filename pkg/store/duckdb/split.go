package duckdb

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// A table that pandas writes as JSON of the orientation "split", as MLflow's log_table does, is one object: {"columns": [names], "data": [rows]}. Its rows become lines of
// objects, as the objects of other files do where they are packed.

// longestNames is how many bytes of a file are looked at to see whether it is a table.
const longestNames = 1 << 20

// anySplit tells whether any of the files begins as a table of that orientation.
func (c *fileCache) anySplit(files []file) bool {
	for _, f := range files {
		c.mutex.Lock()
		split, known := c.split[f.key()]
		c.mutex.Unlock()
		if !known {
			split = fileIsSplit(f.path)
			c.mutex.Lock()
			keep(c.split, f.key(), split)
			c.mutex.Unlock()
		}
		if split {
			return true
		}
	}
	return false
}

// fileIsSplit is false of what cannot be read.
func fileIsSplit(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	r := bufio.NewReader(io.LimitReader(f, longestNames))
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
