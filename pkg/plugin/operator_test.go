package plugin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOperatorResolve(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	mine, theirs := filepath.Join(root, "mine"), filepath.Join(root, "theirs")
	for _, d := range []string{filepath.Join(mine, "digits"), theirs} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(outside, filepath.Join(mine, "link")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GF_PLUGIN_DATA_DIRECTORIES", mine+", 2:"+theirs)
	op, err := operatorFromEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		org        int64
		path, want string // want: the folder, or a part of the error
	}{
		{1, "", mine},
		{1, "digits", filepath.Join(mine, "digits")},
		{1, filepath.Join(mine, "digits"), filepath.Join(mine, "digits")},
		{1, theirs, "lies outside"},
		{2, theirs, theirs},
		{1, "../theirs", "lies outside"},
		{1, "/etc", "lies outside"},
		{1, "link", "lies outside"},
		{1, "nothing", "does not exist"},
	} {
		got, err := op.Resolve(c.org, c.path)
		if err != nil {
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("org %d, path %q: error %q does not say %q", c.org, c.path, err, c.want)
			}
			continue
		}
		if real, _ := filepath.EvalSymlinks(c.want); got != real {
			t.Errorf("org %d, path %q: got %q, want %q", c.org, c.path, got, c.want)
		}
	}
}

func TestOperatorRefusesNonsense(t *testing.T) {
	t.Setenv("GF_PLUGIN_DATA_DIRECTORIES", "relative/path")
	if _, err := operatorFromEnvironment(); err == nil || !strings.Contains(err.Error(), "not an absolute path") {
		t.Errorf("a relative directory: %v", err)
	}
	t.Setenv("GF_PLUGIN_DATA_DIRECTORIES", "/srv")
	t.Setenv("GF_PLUGIN_ALLOW_SQL", "perhaps")
	if _, err := operatorFromEnvironment(); err == nil || !strings.Contains(err.Error(), "allow_sql") {
		t.Errorf("allow_sql = perhaps: %v", err)
	}
}

func TestOperatorSaysWhatTimeItIs(t *testing.T) {
	t.Setenv("GF_PLUGIN_DATA_DIRECTORIES", "/srv")
	if op, err := operatorFromEnvironment(); err != nil || time.Since(op.Now()).Abs() > time.Minute {
		t.Errorf("without a word it is what the clock says: %v", err)
	}
	t.Setenv("GF_PLUGIN_NOW", "2026-11-21T23:00:00Z")
	if op, err := operatorFromEnvironment(); err != nil || !op.Now().Equal(time.Date(2026, 11, 21, 23, 0, 0, 0, time.UTC)) {
		t.Errorf("a fixed time: %v", err)
	}
	t.Setenv("GF_PLUGIN_NOW", "yesterday")
	if _, err := operatorFromEnvironment(); err == nil || !strings.Contains(err.Error(), "now in [plugin.") {
		t.Errorf("now = yesterday: %v", err)
	}
}
