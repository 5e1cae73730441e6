use rayon::prelude::*;
use std::time::Instant;
fn main(){
 let root=std::env::args().nth(1).unwrap();
 for _ in 0..3 {
 let t=Instant::now();
 let mut paths:Vec<_>=walkdir::WalkDir::new(&root).into_iter().flatten().filter(|e|e.file_type().is_file()).map(|e|e.into_path()).collect(); paths.sort();
 let n:usize=paths.par_iter().map(|p|{ let t=std::fs::read_to_string(p).unwrap(); pulldown_cmark::Parser::new_ext(&t,hexapla::page::markdown::options()).into_offset_iter().count()}).sum();
 let floor=t.elapsed();
 let t=Instant::now();
 let sc=hexapla::page::span::SpanScanner::default();
 let m:usize=paths.par_iter().map(|p|{ let t=std::fs::read(p).unwrap(); let pg=hexapla::page::Page::parse(t,&sc); pg.segments.len()+pg.target.tree.blocks.len()}).sum();
 let ours=t.elapsed();
 println!("{n} {m} floor {floor:?} ours {ours:?} ratio {:.2}", ours.as_secs_f64()/floor.as_secs_f64());
 }
}
