package analysis

import (
	"fmt"
	"slices"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
)

// listing is a source with its columns, in which names of settings are looked up.
type listing struct {
	source  model.Source
	columns []store.Column
	names   []string
}

func listed(source model.Source, columns []store.Column) *listing {
	l := &listing{source, columns, make([]string, len(columns))}
	for i, c := range columns {
		l.names[i] = c.Name
	}
	return l
}

// wrong says what is wrong with the column that a setting names; "" where nothing is. alone is what the column is called where a server's rows have to have it as a column of its own;
// "" where a path into another one will do.
func (l *listing) wrong(field, name, alone string) string {
	i := slices.Index(l.names, name)
	switch {
	case name == "":
	case i < 0 && isPath(name, l.columns):
		if alone != "" && l.source.Table != "" {
			return fmt.Sprintf("%s: %q lies inside a column, and on a server the %s has to be a column of its own: make a view of the table that has it as one", field, name, alone)
		}
	case i < 0 && field == "time":
		return noSuchTime(name, l.columns)
	case i < 0:
		return query.Unknown(field, name, l.names).Error()
	case l.columns[i].Problem != "":
		return fmt.Sprintf("%s: column %q %s", field, name, l.columns[i].Problem)
	}
	return ""
}
