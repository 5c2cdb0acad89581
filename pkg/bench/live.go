package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
)

// Live is what a log costs that gets a file a minute: the standard log in a file a day, asked for all its windows, and again after each new file of the last day.
type Live struct {
	Files       int
	Rows        int // of a new file
	Cold, After cost
}

const (
	liveFolder = "live"
	liveRuns   = 5
	liveRows   = standard / logDays / 24 / 60 // of a minute
)

// liveModel asks about the files of the folder.
func liveModel(like model.Model) model.Model {
	like.Name, like.Source = liveFolder, model.Source{File: liveFolder + "/*.parquet"}
	return like
}

func (b *bench) live(ctx context.Context, folder string) (*Live, error) {
	from := b.log(standard)
	into := filepath.Join(folder, liveFolder)
	if err := os.Mkdir(into, 0o700); err != nil {
		return nil, err
	}
	write := func(name, rows string) error {
		_, err := b.db.ExecContext(ctx, fmt.Sprintf("COPY (SELECT * FROM read_parquet('%s') WHERE %s) TO '%s' (FORMAT parquet)",
			strings.ReplaceAll(from.path, "'", "''"), rows, strings.ReplaceAll(filepath.Join(into, name), "'", "''")))
		return err
	}
	day := func(n int) string {
		return fmt.Sprintf("time >= TIMESTAMP '%s' AND time < TIMESTAMP '%s'", logStart.AddDate(0, 0, n).Format("2006-01-02"), logStart.AddDate(0, 0, n+1).Format("2006-01-02"))
	}
	for n := range logDays {
		if err := write(fmt.Sprintf("day %03d.parquet", n), day(n)); err != nil {
			return nil, fmt.Errorf("the live log could not be written: %w", err)
		}
	}
	q := question{log: from, windows: 50, window: `{"mode": "duration", "every": "1d"}`}
	out := &Live{Files: logDays, Rows: liveRows}
	cold, err := b.ask(ctx, q, liveFolder)
	if err != nil {
		return nil, err
	}
	out.Cold = cold.cost
	var after []cost
	for n := range liveRuns {
		if err := write(fmt.Sprintf("minute %d.parquet", n), fmt.Sprintf("%s LIMIT %d", day(logDays-1), liveRows)); err != nil {
			return nil, fmt.Errorf("a new file could not be written: %w", err)
		}
		again, err := b.ask(ctx, q, liveFolder)
		if err != nil {
			return nil, err
		}
		after = append(after, again.cost)
	}
	out.After = medianCost(after)
	return out, nil
}
