package server

import (
	"cmp"
	"slices"

	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// tellApart orders classes by how well their values tell rows apart.
var tellApart = []sql.Class{sql.Instant, sql.Time, sql.Float, sql.Decimal, sql.Wide, sql.Integer, sql.Date, sql.Boolean}

// Hashed are the columns, most at most, that tell rows apart where a row has no number of its own: times, numbers and what else is short, and long texts only
// where there is little else.
func Hashed(fields []sql.Field, most int, short func(sql.Field) bool) []sql.Field {
	var chosen, long []sql.Field
	for _, f := range fields {
		switch {
		case f.Problem != "":
		case slices.Contains(tellApart, f.Class), short(f):
			chosen = append(chosen, f)
		case f.Class == sql.Text:
			long = append(long, f)
		}
	}
	rank := func(f sql.Field) int {
		if f.Class == sql.Text {
			return 0 // it is short, as ids are
		}
		return slices.Index(tellApart, f.Class)
	}
	slices.SortStableFunc(chosen, func(a, b sql.Field) int { return cmp.Compare(rank(a), rank(b)) })
	chosen = chosen[:min(most, len(chosen))]
	const enough = 3
	return append(chosen, long[:min(max(enough-len(chosen), 0), len(long))]...)
}
