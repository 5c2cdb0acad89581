package trino

import (
	"context"
	"testing"

	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

func TestSlots(t *testing.T) {
	e := open(t, configOf(t))
	defer e.Close()
	servertest.Slots(t, sql.Trino, 9000, func(expression, values string, _ []any) []any {
		// A missing value has no slot.
		rows, err := e.all(context.Background(), "SELECT "+expression+" FROM (SELECT x, place FROM UNNEST("+values+
			") WITH ORDINALITY AS v (x, place) UNION ALL SELECT NULL, 1000000) AS q ORDER BY place")
		if err != nil {
			t.Fatal(err)
		}
		list := make([]any, len(rows))
		for i, row := range rows {
			list[i] = row[0]
		}
		if last := list[len(list)-1]; last != nil {
			t.Errorf("a missing value lies in slot %v", last)
		}
		return list[:len(list)-1]
	})
}
