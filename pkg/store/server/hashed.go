package server

import "github.com/tideline-ml/tideline/pkg/store/sql"

// mostHashed bounds the columns that tell rows apart: each is read and hashed for every row.
const mostHashed = 8

// Hashed are the columns that tell rows apart where a row has no number of its own: numbers, times and what else is short, and long texts only where there is
// little else.
func Hashed(fields []sql.Field, short func(sql.Field) bool) []sql.Field {
	var chosen []sql.Field
	for _, f := range fields {
		plain := f.Class != sql.Nested && f.Class != sql.Opaque && f.Class != sql.Text
		if (plain || short(f)) && f.Problem == "" && len(chosen) < mostHashed {
			chosen = append(chosen, f)
		}
	}
	for _, f := range fields {
		if f.Class == sql.Text && f.Problem == "" && !short(f) && len(chosen) < 3 {
			chosen = append(chosen, f)
		}
	}
	return chosen
}
