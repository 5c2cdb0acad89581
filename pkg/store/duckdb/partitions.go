package duckdb

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// partitions are the columns that names of folders tell. DuckDB looks for key=value in all of a path, so what lies above the store's folder is told apart here.
type partitions struct {
	keys   []string // of the folders below the store's, in order; empty: no column is told by folders
	above  []string // of the folders above it: columns that DuckDB adds and that nobody shall see
	notice string   // why keys are not read
}

// partitionsOf are those of files that all lie in folders named key=value with the same keys, below the store's folder.
func partitionsOf(files []file) partitions {
	var p partitions
	for i, f := range files {
		above, ok := strings.CutSuffix(f.path, "/"+f.shown)
		if !ok {
			return partitions{} // it was made here
		}
		if keys := folderKeys(f.shown); i == 0 {
			p.keys, p.above = keys, folderKeys(above+"/")
		} else if !slices.Equal(keys, p.keys) {
			return partitions{}
		}
	}
	if len(p.keys) == 0 {
		return partitions{}
	}
	for i, key := range p.keys {
		if hasName(p.keys[i+1:], key) {
			return partitions{}
		}
	}
	return p.beside(p.keys)
}

// beside are the partitions where files, or the folders below, have these columns: a folder above must not take the place of one.
func (p partitions) beside(columns []string) partitions {
	for _, key := range p.above {
		if len(p.keys) > 0 && hasName(columns, key) {
			return partitions{notice: fmt.Sprintf("folders named key=value are not read as columns, because the data source's folder lies in one named %s=… itself", key)}
		}
	}
	return p
}

func (p partitions) used() bool { return len(p.keys) > 0 }

// folderKeys are the keys of a path's folders named key=value, in order, as DuckDB 1.5 finds them.
func folderKeys(path string) []string {
	keys := map[string]bool{}
	parts := strings.FieldsFunc(path, isSlash)
	if len(parts) > 0 && !strings.HasSuffix(path, "/") && !strings.HasSuffix(path, "\\") {
		parts = parts[:len(parts)-1] // the file
	}
	for _, part := range parts {
		key, value, ok := strings.Cut(part, "=")
		if ok && key != "" && !strings.Contains(value, "=") && !strings.ContainsAny(part, "?\n") {
			keys[key] = true
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

func isSlash(r rune) bool { return r == '/' || r == '\\' }

// hasName compares as DuckDB compares names of columns.
func hasName(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}
