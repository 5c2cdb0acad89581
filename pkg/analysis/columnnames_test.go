package analysis

import (
	"strings"
	"testing"
)

// Raw predictions are of the columns that a query names, in its order; a name that there is none of lists those that there are, and is not passed over.
func TestRowsOfSomeColumns(t *testing.T) {
	a := newAnalysis(photos(), photosModel())
	request := ask(t, `{"queryType": "rows", "columns": ["device", "brightness"], "limit": 3}`)
	request.Role = "Admin"
	rows, err := a.Rows(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows.Columns) != 2 || rows.Columns[0].Name != "device" || rows.Columns[1].Name != "brightness" {
		t.Errorf("%+v", rows.Columns)
	}
	wrong := ask(t, `{"queryType": "rows", "columns": ["device", "brightnes"]}`)
	wrong.Role = "Admin"
	if _, err = a.Rows(t.Context(), wrong); err == nil || !strings.Contains(err.Error(), `columns[1]: "brightnes" is not known`) || !strings.Contains(err.Error(), "brightness") {
		t.Errorf("a column that the model does not have: %v", err)
	}
	d, err := a.Episodes(t.Context(), ask(t, `{"queryType": "episodes", "columns": ["device"]}`))
	if err != nil || len(d.Notices) == 0 || !strings.HasPrefix(d.Notices[0].Text, "columns means nothing") {
		t.Errorf("where columns mean nothing: %v, %v", err, d)
	}
}

// Without a time column there are no earlier windows, and no store is asked for them.
func TestMovingReferencesNeedATime(t *testing.T) {
	m := photosModel()
	m.Time, m.Reference = "", nil
	a := newAnalysis(photos(), m)
	for _, mode := range []string{"previous", "trailing", "season"} {
		_, err := a.Drift(t.Context(), ask(t, `{"format": "table", "reference": {"mode": "`+mode+`"}}`))
		if err == nil || !strings.Contains(err.Error(), "reference: the mode "+mode+" compares with earlier windows, and model") {
			t.Errorf("%s: %v", mode, err)
		}
	}
}
