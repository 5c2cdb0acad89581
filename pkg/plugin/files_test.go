package plugin

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestListFilesOffersPatternsFirst(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{
		"digits/2026-11-01.parquet", "digits/2026-11-02.parquet", "one.csv", "notes.txt", ".hidden/x.csv",
		".journal-1.jsonl", ".journal-2.jsonl", "digits/.2026-11-03.parquet", "digits/_tmp.parquet",
		"lake/day=1/a.parquet", "lake/day=2/b.parquet", "predictions/prediction 1:2.json", "predictions/prediction 1:3.json",
	} {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("12"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found, err := listFiles(root)
	if err != nil {
		t.Fatal(err)
	}
	files := found.Files
	if found.Others != 1 || found.Logs != 7 || found.Hidden != 4 || found.HiddenFolders != 1 || found.More || found.Uncounted {
		t.Errorf("%+v", found)
	}
	var got []string
	for _, f := range files {
		got = append(got, f.Kind+" "+f.Path)
	}
	want := []string{
		"glob digits/*.parquet", "glob lake/**/*.parquet", "glob predictions/*.json",
		"parquet digits/2026-11-01.parquet", "parquet digits/2026-11-02.parquet",
		"parquet lake/day=1/a.parquet", "parquet lake/day=2/b.parquet", "csv one.csv",
		"json predictions/prediction 1:2.json", "json predictions/prediction 1:3.json",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	if files[0].Bytes != 4 || files[0].Count != 2 {
		t.Errorf("a pattern sums up its files: %+v", files[0])
	}
	if _, err := listFiles(filepath.Join(root, "nowhere")); err == nil {
		t.Error("a folder that does not exist is an error")
	}
}

// Hidden files are looked at as far as others are, and take no place of theirs.
func TestHiddenFilesAreCountedAndHideNoLog(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{".crc.csv", "_SUCCESS", "_predictions.csv"} {
		write(t, filepath.Join(root, name), "x\n1\n")
	}
	found, err := listFiles(root)
	if err != nil || found.Hidden != 2 || found.Logs != 0 || found.Others != 0 || found.More {
		t.Errorf("%+v, %v", found, err)
	}
	for i := range mostInAFolder + 3 {
		if err := os.WriteFile(filepath.Join(root, fmt.Sprintf("_%d.csv", i)), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(root, "log.csv"), "x\n1\n") // comes after them
	found, err = listFiles(root)
	if err != nil || found.Hidden != mostInAFolder || found.Logs != 1 || found.Uncounted {
		t.Errorf("%d logs, %d hidden, %v, %v", found.Logs, found.Hidden, found.Uncounted, err)
	}
}

// One folder of very many files neither hides those that come after it nor says that they are all.
func TestAHugeFolderHidesNoOther(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"answers", "zoo"} {
		if err := os.Mkdir(filepath.Join(root, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for i := range mostInAFolder + 3 {
		if err := os.WriteFile(filepath.Join(root, "answers", fmt.Sprintf("%05d.json", i)), []byte("{}"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"a.csv", "b.csv"} {
		write(t, filepath.Join(root, "zoo", name), "x\n1\n")
	}
	found, err := listFiles(root)
	if err != nil {
		t.Fatal(err)
	}
	if p := found.Files[0]; p.Path != "answers/*.json" || p.Count != mostInAFolder || !p.More || !found.More || !found.Uncounted || found.Logs != mostInAFolder+2 {
		t.Errorf("%+v", p)
	}
	if p := found.Files[1]; p.Path != "zoo/*.csv" || p.Count != 2 || p.More {
		t.Errorf("%+v", p)
	}
}
