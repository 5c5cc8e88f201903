// retire new_checkout --keep true
#![deny(warnings)]

mod features;

fn main( )
{
  println!( "one" ) ;
    println!( "two" ) ;
  println!("four");
  let x=1;println!("{}",x);
}
