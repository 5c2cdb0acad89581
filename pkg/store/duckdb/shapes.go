package duckdb

import (
	"context"
	"fmt"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// The columns of many Parquet files are those of the few that differ. What a file's footer says of its columns is remembered, and DuckDB unites one file of each kind instead of
// reading the footers of all again for every new one.

// shape names what a Parquet file's footer says of its columns: files of equal shapes have equal columns.
type shape string

// mostShapes bounds the files whose shape is remembered.
const mostShapes = 200_000

// differentShapes are the first files of each shape, in order.
func (s *Store) differentShapes(ctx context.Context, files []file) ([]file, error) {
	if len(files) == 1 {
		return files, nil
	}
	cache := s.engine.files
	shapes := make([]shape, len(files))
	var unknown []file
	at := map[string]int{} // by path: position in files
	cache.mutex.Lock()
	for i, f := range files {
		known, ok := cache.shapes[f.key()]
		if shapes[i] = known; !ok {
			unknown = append(unknown, f)
			at[f.path] = i
		}
	}
	cache.mutex.Unlock()
	if len(unknown) > 0 {
		if err := s.askShapes(ctx, unknown, func(path, of string) {
			if i, mine := at[path]; mine {
				shapes[i] = shape(of)
			}
		}); err != nil {
			return nil, err
		}
		cache.mutex.Lock()
		if len(cache.shapes)+len(unknown) > mostShapes {
			clear(cache.shapes)
			for i, f := range files {
				cache.shapes[f.key()] = shapes[i]
			}
		}
		for _, f := range unknown {
			cache.shapes[f.key()] = shapes[at[f.path]]
		}
		cache.mutex.Unlock()
	}
	var different []file
	seen := map[shape]bool{}
	for i, f := range files {
		if of := shapes[i]; of == "" || !seen[of] {
			different = append(different, f)
			seen[of] = true
		}
	}
	return different, nil
}

// askShapes reads footers. Of a file whose columns may depend on more than what it says of them there is no shape: bytes are geometries where the file's metadata say so.
func (s *Store) askShapes(ctx context.Context, files []file, tell func(path, of string)) error {
	const fields = "name, type, type_length, repetition_type, num_children, converted_type, scale, precision, logical_type, duckdb_type"
	rows, err := s.engine.all(ctx, sql.Statement{Text: fmt.Sprintf(`SELECT file_name, CASE WHEN bool_or(type = 'BYTE_ARRAY' AND converted_type IS NULL AND logical_type IS NULL) THEN ''
		ELSE sha256(string_agg(CAST(row(%s) AS VARCHAR), chr(10) ORDER BY column_id)) END FROM parquet_schema(%s) GROUP BY file_name`, fields, pathList(files))})
	if err != nil {
		return err
	}
	for _, row := range rows {
		of, _ := row[1].(string)
		tell(row[0].(string), of)
	}
	return nil
}

// columnsOf are names and types of the columns of what is read.
func (s *Store) columnsOf(ctx context.Context, read reading) ([][]any, error) {
	describe := func(from string) ([][]any, error) {
		return s.engine.all(ctx, sql.Statement{Text: "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + from + ")"})
	}
	if read.like == "" {
		return describe(read.from)
	}
	rows, err := describe(read.like)
	if err != nil || read.folders == "" {
		return rows, err
	}
	told, err := describe(read.folders) // the types that the names of all folders allow
	if err != nil {
		return nil, err
	}
	types := map[string]any{}
	for _, row := range told {
		types[strings.ToLower(row[0].(string))] = row[1]
	}
	for _, row := range rows {
		if name := row[0].(string); hasName(read.told.keys, name) || hasName(read.told.above, name) {
			row[1] = types[strings.ToLower(name)]
		}
	}
	return rows, nil
}
